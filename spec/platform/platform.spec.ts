import { describe, expect, it } from '@jest/globals';
import * as browser from '../../src/platform/browser.js';
import * as node from '../../src/platform/node.js';
import type { Platform } from '../../src/platform/platform.js';

describe('platform', () => {
  it('is the same set of functions in Node and in a browser', () => {
    const both: Platform[] = [node, browser];
    const [inNode, inBrowser] = both.map((platform) => Object.keys(platform).sort());
    expect(inNode).toEqual(inBrowser);
  });
});

import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import * as browser from '../../src/platform/browser.js';

const never = new AbortController().signal;

afterEach(() => {
  jest.restoreAllMocks();
  Reflect.deleteProperty(globalThis, 'document');
});

describe('browser', () => {
  it('reads a URL, and tells a missing one from another failure', async () => {
    const fetched = jest.spyOn(globalThis, 'fetch');
    fetched.mockResolvedValueOnce(new Response(Uint8Array.of(1, 2)));
    expect([...(await (await browser.openFile('data/x')).read(0, 2))]).toEqual([1, 2]);
    expect(fetched).toHaveBeenCalledWith('data/x');
    fetched.mockResolvedValueOnce(new Response('', { status: 404 }));
    await expect(browser.openFile('x')).rejects.toMatchObject({ code: 'ENOENT' });
    fetched.mockResolvedValueOnce(new Response('', { status: 403, statusText: 'Forbidden' }));
    await expect(browser.openFile('x')).rejects.toThrow('403 Forbidden');
  });

  it('offers a file of a page as a download under its own name', async () => {
    jest.useFakeTimers();
    const link = { href: '', download: '', click: jest.fn() };
    Object.assign(globalThis, { document: { createElement: () => link } });
    await browser.writeFile('out/x.png', Uint8Array.of(1), never);
    expect(link).toMatchObject({ download: 'x.png', href: expect.stringMatching(/^blob:/) });
    expect(link.click).toHaveBeenCalledTimes(1);
    const revoked = jest.spyOn(URL, 'revokeObjectURL');
    jest.runAllTimers();
    expect(revoked).toHaveBeenCalledWith(link.href);
    jest.useRealTimers();
    await expect(browser.writeFile('x', Uint8Array.of(1), AbortSignal.abort())).rejects.toThrow('aborted');
    expect(link.click).toHaveBeenCalledTimes(1);
  });

  it('says what a browser or a worker has not', async () => {
    await expect(browser.writeFile('x', Uint8Array.of(1), never)).rejects.toThrow(
      'a worker has no files, use draw',
    );
    await expect(browser.createFolder()).rejects.toThrow('a browser has no folders, use draw(canvas)');
    await expect(browser.openFfmpeg()).rejects.toThrow('a browser cannot run ffmpeg');
    expect(await browser.findFfmpeg()).toBeUndefined();
    const settings = { width: 2, height: 2, fps: 1, quantiser: 20 };
    await expect(browser.openH264(settings)).rejects.toThrow(
      'the encoder is not on the page, load node_modules/h264',
    );
  });

  it('unpacks gzip, and rejects damaged bytes', async () => {
    const packed = new Uint8Array(gzipSync(Uint8Array.of(1, 2, 3)));
    expect([...(await browser.gunzip(packed))]).toEqual([1, 2, 3]);
    await expect(browser.gunzip(packed.subarray(0, 12))).rejects.toThrow();
  });

  it('makes a canvas element where there is no OffscreenCanvas', () => {
    Object.assign(globalThis, { document: { createElement: (tag: string) => ({ tag }) } });
    expect(browser.createCanvas(3, 2)).toEqual({ tag: 'canvas', width: 3, height: 2 });
  });

  it('has no thread, and no mode, that the policy of a page forbids', () => {
    const { Function: real, Worker, navigator } = globalThis;
    const forbidden = class {
      constructor() {
        throw new EvalError('refused by the policy');
      }
    };
    const replaced = { Function: forbidden, Worker: forbidden, crossOriginIsolated: true };
    const before = Object.keys(replaced).map(
      (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
    );
    for (const [name, value] of Object.entries({ ...replaced, navigator: { hardwareConcurrency: 2 } }))
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    try {
      expect(browser.startThread('', {})).toBeUndefined();
      expect(browser.supports('cpu')).toBe(false);
      expect(browser.supports('webasm')).toBe(true);
    } finally {
      Object.assign(globalThis, { Function: real, Worker });
      Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
      for (const [name, descriptor] of before)
        if (descriptor) Object.defineProperty(globalThis, name, descriptor);
        else Reflect.deleteProperty(globalThis, name);
    }
  });

  it('lets timers have their turn', async () => {
    let turn = false;
    setTimeout(() => {
      turn = true;
    });
    await browser.breathe();
    expect(turn).toBe(true);
  });
});

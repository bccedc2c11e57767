import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromiumPath, type OpenPage, openPage } from '../helpers/browser.js';
import { readAll } from '../helpers/readAll.js';
import { readJson } from '../helpers/reference.js';

const title = chromiumPath
  ? 'files in Chromium'
  : 'files in Chromium (none installed: apt-get install chromium-headless-shell)';

(chromiumPath ? describe : describe.skip)(title, () => {
  let open: OpenPage;

  beforeAll(async () => {
    open = await openPage('spec/browser/filesPage.ts');
  }, 60_000);
  afterAll(() => open?.close());

  const call = <T>(name: string, ...args: string[]): Promise<T> =>
    open.page.evaluate(`page.${name}(...${JSON.stringify(args)})`) as Promise<T>;

  it.each(['lz4', 'zstd high'])('reads events of a File packed by %s', async (name) => {
    const { files } = readJson('aedat4-packed') as { files: Record<string, string> };
    const events = await readAll(Buffer.from(files[name]!, 'base64'));
    const sum = events.reduce((total, { x, y }) => total + x + y, 0);
    expect(await call('countEvents', files[name]!, 'hand.aedat4')).toEqual({ count: events.length, sum });
  });

  it('records to a file handle and replays it from the File', async () => {
    const { path, same, csv } = await call<{ path: string; same: boolean; csv: string }>('recordAndReplay');
    expect({ path, same }).toEqual({ path: 'run.rec', same: true });
    expect(csv).toMatch(/^step,layer,sample,neuron,value\n0,input,0,\d,1\n/);
  });

  it('says what to give instead of a path', async () => {
    expect(await call('recordToPath')).toMatch(
      /^recordTo: cannot write run\.rec: a browser has no paths, give a file handle: of showSaveFilePicker\(\)/,
    );
  });

  it('reads what a URL answers, and names one that answers something else', async () => {
    expect(await call('readUrl', '/reference/leaky-01.json')).toMatch(
      /^addressEvents: \/reference\/leaky-01\.json: the format must be known by the first bytes/,
    );
  });

  it('printed no error', () => expect(open.errors).toEqual([]));
});

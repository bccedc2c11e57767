import { execFile } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

describe('npm run live', () => {
  const other = createServer();
  beforeAll(() => new Promise<void>((resolve) => other.listen(0, 'localhost', resolve)));
  afterAll(() => new Promise((resolve) => other.close(resolve)));

  it('serves on the port that was asked for, or on none', async () => {
    const { port } = other.address() as AddressInfo;
    const args = ['demos/live/serve.mjs', '--no-open', '--port', String(port)];
    const ended = await new Promise<{ code: unknown; said: string }>((resolve) =>
      execFile(process.execPath, args, { timeout: 20_000 }, (error, stdout, stderr) =>
        resolve({ code: error?.code, said: stdout + stderr }),
      ),
    );
    expect(ended).toEqual({ code: 1, said: `error: live: the port must be free, got ${port}\n` });
  }, 30_000);
});

import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeviceName, DeviceReport } from 'rxsnn';
import { chromiumPath, type OpenPage, openPage } from '../helpers/browser.js';
import { folder, reference } from '../helpers/reference.js';
import type { Outcome } from './page.js';

/** The modes that a browser has, in a real headless Chromium whose graphics are computed in software. */
const MODES: readonly DeviceName[] = ['events', 'webasm', 'webgl2', 'webgl', 'webgpu'];
const cases = readdirSync(folder).flatMap((file) => file.match(/^((tutorial-)?leaky.*)\.json$/)?.[1] ?? []);
const others = [
  'lapicque-rc-zero',
  'synaptic-subtract',
  'alpha-subtract',
  'alpha-zero',
  'rleaky-all-zero',
].concat('rleaky-one-subtract', 'rsynaptic-all-none', 'slstm');
const integrators = ['lif-uniform', 'if', 'li', 'cubalif', 'cubalif-heterogeneous'];
/**
 * `events` and `webasm` are what runs in Node, and `webgl` runs the kernels of `webgl2`: a third of the cases shows that they
 * run here. `EVERY=1` runs all.
 */
const some = (mode: DeviceName, names: readonly string[]) =>
  process.env.EVERY || mode === 'webgl2' || mode === 'webgpu' ? names : names.filter((_, i) => i % 3 === 0);
const title = chromiumPath
  ? 'in Chromium'
  : 'in Chromium (none installed: apt-get install chromium-headless-shell)';

(chromiumPath ? describe : describe.skip)(title, () => {
  let open: OpenPage;

  beforeAll(async () => {
    open = await openPage('spec/browser/page.ts');
  }, 60_000);
  afterAll(() => open?.close());

  const call = <T>(name: string, ...args: string[]): Promise<T> =>
    open.page.evaluate(`page.${name}(...${JSON.stringify(args)})`) as Promise<T>;

  it('finds every mode of the browser, and picks one by itself', async () => {
    const reports = await call<DeviceReport[]>('devices');
    const available = reports.flatMap(({ name, available }) => (available ? [name] : []));
    expect(available).toEqual(['events', 'webgl2', 'webgl', 'webgpu', 'webasm', 'cpu']);
    // the processor is faster by itself than as a graphics card
    expect(reports.find((report) => report.default)?.name).toBe('events');
  });

  describe.each(MODES)('%s', (mode) => {
    it.each(some(mode, cases))('%s: spikes identical, membranes within 1e-6, all freed', async (name) => {
      const { steps, wrongSpikes, membraneError, counts } = await call<Outcome>('runNeuron', mode, name);
      expect({ steps, wrongSpikes }).toEqual({ steps: reference(name).input.cur!.shape[0], wrongSpikes: 0 });
      expect(membraneError).toBeLessThanOrEqual(1e-6);
      expect(counts).toMatchObject({ kernels: 0, resources: 0 });
    });

    it.each(some(mode, others))(
      '%s: spikes identical, states within 1e-6 (slstm 1e-5), all freed',
      async (name) => {
        const { wrongSpikes, membraneError, counts } = await call<Outcome>('runNeuron', mode, name);
        expect(wrongSpikes).toBe(0);
        expect(membraneError).toBeLessThanOrEqual(name === 'slstm' ? 1e-5 : 1e-6);
        expect(counts).toMatchObject({ kernels: 0, resources: 0 });
      },
      60_000,
    );

    it.each(some(mode, integrators))(
      '%s: the golden traces of every semantics, all freed',
      async (name) => {
        const outcomes = await call<readonly Outcome[]>('runIntegrator', mode, name);
        expect(outcomes.length).toBeGreaterThan(1);
        for (const { wrongSpikes, membraneError, counts } of outcomes) {
          expect(wrongSpikes).toBe(0);
          expect(membraneError).toBeLessThanOrEqual(1e-6);
          expect(counts).toMatchObject({ kernels: 0, resources: 0 });
        }
      },
      60_000,
    );

    it.each([
      ['step by step', 1, 40],
      ['in blocks of 20', 20, 100],
      ['in blocks that do not divide the steps', 30, 100],
    ])(
      'tutorial-network %s: every spike identical, all freed',
      async (_, block, steps) => {
        const outcome = await call<Outcome>('runNetwork', mode, String(block), String(steps));
        expect(outcome).toMatchObject({ wrongSpikes: 0, steps });
        expect(outcome.membraneError).toBeLessThanOrEqual(1e-6);
        const graphics = mode.startsWith('webg');
        const blocks = mode === 'webasm' ? steps : Math.ceil(steps / block);
        // in blocks, webasm takes 8 steps of the first layer at once; of the second, whose inputs fire less often, each by itself
        const first = mode === 'webasm' && block > 1 ? Math.ceil(steps / 8) : blocks;
        // one launch a layer and block, and one upload a layer: weights of linear, first state of leaky
        const launches = first + 3 * blocks + (graphics ? 4 : 0);
        // two layers are recorded, spikes and membranes in one readback
        const readbacks = graphics ? 2 * blocks : 0;
        expect(outcome.counts).toEqual({ kernels: 0, resources: 0, launches, readbacks });
      },
      60_000,
    );
  });

  it.each([
    ['webgpu', 'events'],
    ['events', 'webgpu'],
    ['webgl2', 'webgpu'],
  ])('moves a stream to %s and back to %s', async (device, between) => {
    const { wrongSpikes, membraneError, counts } = await call<Outcome>(
      'runMoved',
      device,
      between,
      'leaky-03',
    );
    expect({ wrongSpikes, membraneError }).toEqual({ wrongSpikes: 0, membraneError: 0 });
    expect(counts).toMatchObject({ kernels: 0, resources: 0 });
  });

  it.each(['webasm', 'webgl2', 'webgl'] as const)('goes on from loaded numbers on %s', async (device) => {
    expect(await call<number>('runLoaded', device)).toBeLessThanOrEqual(1e-6);
  });

  it('gives rows to a second thread, as the page is cross-origin isolated', async () => {
    expect(await call('runsWithSecondThread')).toEqual({ shares: true, equal: true });
  });

  it('printed no error', () => expect(open.errors).toEqual([]));
});

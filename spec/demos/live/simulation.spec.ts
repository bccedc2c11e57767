import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { map, merge, NEVER, type Observable, Subject, throwError } from 'rxjs';
import { leaky, probe, type Step } from 'rxsnn';
import type { Plan } from '../../../demos/live/model/protocol.js';
import type { Model } from '../../../demos/live/networks/network.js';
import { Simulation } from '../../../demos/live/worker/simulation.js';

const plan: Plan = {
  network: 'four',
  options: {},
  encoding: 'current',
  coding: {},
  device: 'events',
  block: 1,
  onLate: 'wait',
  seed: 1,
};
const source = { plan, playing: undefined };

/** Four neurons that fail as `failure` does. */
const model = (failure: Observable<never>): Model => ({
  info: { input: [4], dt: 0.01, sliders: [], choices: [] },
  layers: [],
  connect: () => (input) =>
    merge(failure, input.pipe(leaky({ beta: 0.9 }), probe('four')) as Observable<Step<string>>),
});

describe('a simulation of the live page', () => {
  const lost = new Subject<Error>();
  const losing = lost.pipe(
    map((error): never => {
      throw error;
    }),
  );
  let said: string[];
  let steps: number[];
  let simulation: Simulation;

  beforeEach(async () => {
    [said, steps] = [[], []];
    simulation = new Simulation(
      { image: Float32Array.of(1, 0, 1, 0), gain: 1 },
      {
        step: ({ t }) => steps.push(t),
        meter: () => {},
        error: (error) => said.push((error as Error).message),
      },
    );
    simulation.pause.next(true);
  });
  afterEach(() => simulation.stop());
  const step = async () => {
    for (let i = 0; i < 3; i++) simulation.step.next();
    await new Promise(setImmediate);
  };

  it('that cannot begin another run goes on with the one that it had', async () => {
    await simulation.start(model(NEVER), source);
    await step();
    const other = model(throwError(() => new Error('no such layer')));
    await expect(simulation.restart(other, source)).rejects.toThrow('no such layer');
    await step();
    expect(steps).toEqual([0, 1, 2, 3, 4, 5]);
    expect(said).toEqual([]);
  });

  it('that fails says so, waits for nothing, and begins again', async () => {
    await simulation.start(model(losing), source);
    await step();
    lost.next(new Error('the device is lost'));
    expect(said).toEqual(['the device is lost']);
    await expect(simulation.captureImage()).rejects.toThrow('the device is lost');
    await simulation.reset();
    await step();
    lost.next(new Error('and again'));
    await simulation.restart(model(NEVER), source);
    await step();
    expect(steps).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2]);
  });
});

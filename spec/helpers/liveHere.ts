import { afterEach, jest } from '@jest/globals';
import type { Live } from '../../demos/live/model/live.js';
import type { Reply, Request } from '../../demos/live/model/protocol.js';
import type { Session } from '../../demos/live/worker/session.js';

const WEIGHTS = 'demos/tutorial/mnist-784-1000-10.safetensors';

// what the page's bundler makes of an import of a file
jest.mock(
  '../../demos/tutorial/mnist-784-1000-10.safetensors?url',
  () => ({ __esModule: true, default: WEIGHTS }),
  { virtual: true },
);

const frames = new Set<NodeJS.Timeout>();
const sessions = new Set<Session>();
afterEach(() => {
  for (const frame of frames) clearTimeout(frame);
  for (const { running } of sessions) running?.simulation.stop();
  for (const each of [frames, sessions]) each.clear();
});

/**
 * The live page without what is seen: its model and the session of its worker, both in this process; paused before its first
 * step, or at a link. It is stopped after the spec.
 */
export async function liveHere(link?: string): Promise<Live> {
  const { Live } = await import('../../demos/live/model/live.js');
  const { Session } = await import('../../demos/live/worker/session.js');
  const worker = {
    onmessage: (_: { data: Reply }) => {},
    postMessage: (request: Request) => later(request, (request) => session.hear(request)),
  };
  const session = new Session((reply) => later(reply, (data) => worker.onmessage({ data })));
  sessions.add(session);
  Object.assign(globalThis, { requestAnimationFrame });
  const live = new Live(worker as unknown as Worker);
  live.running.next(false);
  live.start(link);
  await until(() => live.ready.value);
  return live;
}

function requestAnimationFrame(draw: () => void): void {
  const frame = setTimeout(() => {
    frames.delete(frame);
    draw();
  }, 1);
  frames.add(frame);
}

/** What passes from thread to thread is cloned, and comes later. */
function later<Message extends object>(message: Message, hear: (message: Message) => void): void {
  // Node's clone of a file has no name
  const copy = 'file' in message ? message : structuredClone(message);
  setImmediate(() => hear(copy));
}

/** Goes on until something is so; fails where that takes too long. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 2000 && !isSo(); i++) await new Promise((resolve) => setTimeout(resolve, 1));
  if (!isSo()) throw new Error(`never was it so that ${isSo}`);
}

/** Makes steps up to before step `t`. */
export async function stepsTo(live: Live, t: number): Promise<void> {
  for (let step = live.t; step < t; step++) live.step();
  await until(() => live.t === t);
}

/** Waits until the worker has done what it was asked. */
export async function done(live: Live): Promise<void> {
  await live.link();
}

/** How often each neuron of a layer fired in the steps from `from` on. */
export function fired({ ring }: Live, layer: number, from = 0): number[] {
  return [...ring!.counts(layer, ring!.indexOf(from), ring!.end)];
}

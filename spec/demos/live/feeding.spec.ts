import { describe, expect, it } from '@jest/globals';
import { Feeding } from '../../../demos/live/inputs/feeding.js';
import type { Input, Sink } from '../../../demos/live/inputs/input.js';

/** An input whose starts end when the spec says so. */
function slow(name: string) {
  const starts: { sink: Sink; address: string; up(): void; fail(error: Error): void; live: boolean }[] = [];
  const input: Input = {
    name,
    title: name,
    hint: '',
    start: (sink, address) =>
      new Promise((resolve, reject) => {
        const up = () => {
          start.live = true;
          resolve(() => {
            start.live = false;
          });
        };
        const start = { sink, address, up, fail: reject, live: false };
        starts.push(start);
      }),
  };
  return { input, starts, live: () => starts.map(({ live }) => live) };
}

/** Everything that waits goes on. */
const settled = () => new Promise(setImmediate);

function fed() {
  const images: number[] = [];
  const said: string[] = [];
  const feeding = new Feeding(
    (image) => images.push(image[0]!),
    () => 1,
    (why) => said.push(why),
  );
  return { feeding, images, said };
}

describe('an input beside the pad', () => {
  it('is the only one: one that was begun twice is on once, and off at the end', async () => {
    const { feeding, images } = fed();
    const { input, starts, live } = slow('microphone');
    for (let i = 0; i < 3; i++) feeding.begin(input);
    for (const { up } of starts) up();
    await settled();
    expect(live()).toEqual([false, false, true]);
    for (const [i, { sink }] of starts.entries()) sink.emit(Float32Array.of(i));
    expect(images).toEqual([2]);
    feeding.end();
    expect(live()).toEqual([false, false, false]);
    starts[2]!.sink.emit(Float32Array.of(3));
    expect(images).toEqual([2]);
  });

  it('that is still starting is stopped once it has, in whatever order that happens', async () => {
    const { feeding } = fed();
    const [one, other] = [slow('microphone'), slow('camera')];
    feeding.begin(one.input);
    feeding.begin(other.input);
    feeding.begin(one.input);
    one.starts[1]!.up();
    await settled();
    feeding.end();
    expect(feeding.isOn).toBe(false);
    other.starts[0]!.up();
    one.starts[0]!.up();
    await settled();
    expect([...one.live(), ...other.live()]).toEqual([false, false, false]);
  });

  it('says that it does not start or has ended, unless another one feeds', async () => {
    const { feeding, said } = fed();
    const { input, starts, live } = slow('Socket');
    feeding.begin(input, 'ws://a');
    feeding.begin(input, 'ws://b');
    starts[0]!.fail(new Error('too late'));
    await settled();
    expect([said, feeding.isOn]).toEqual([[], true]);
    starts[1]!.fail(new Error('no answer'));
    await settled();
    expect([said, feeding.isOn]).toEqual([['Socket: no answer'], false]);

    feeding.begin(input, 'ws://c');
    starts[2]!.up();
    await settled();
    starts[0]!.sink.ended('long ago');
    starts[2]!.sink.ended('closed');
    expect([said.slice(1), feeding.isOn, live()[2]]).toEqual([['Socket: closed'], false, false]);
    expect(starts.map(({ address }) => address)).toEqual(['ws://a', 'ws://b', 'ws://c']);
  });
});

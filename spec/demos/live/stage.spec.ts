import { describe, expect, it } from '@jest/globals';
import { BehaviorSubject } from 'rxjs';
import type { Live } from '../../../demos/live/model/live.js';
import { type Stage, stageOf } from '../../../demos/live/view/stage.js';

function begun() {
  const worker = new EventTarget();
  const ready = new BehaviorSubject(false);
  const stages: Stage[] = [];
  stageOf({ worker, ready } as unknown as Live).subscribe((stage) => stages.push(stage));
  const say = (data: object) => worker.dispatchEvent(Object.assign(new Event('message'), { data }));
  return { worker, ready, stages, say };
}

describe('whether the page can show anything', () => {
  it('is so once the network runs, whatever is wrong later', () => {
    const { ready, stages, say } = begun();
    say({ type: 'meter' });
    expect(stages).toEqual(['loading']);
    ready.next(true);
    say({ type: 'error', message: 'later' });
    expect(stages).toEqual(['loading', 'ready']);
  });

  it('is not where the network could not be loaded: the first error says why', () => {
    const { stages, say } = begun();
    say({ type: 'error', message: 'no weights' });
    say({ type: 'error', message: 'nothing was started' });
    expect(stages).toEqual(['loading', new Error('no weights')]);
  });

  it('is not where the worker itself is missing, which has no message', () => {
    const { worker, ready, stages } = begun();
    worker.dispatchEvent(new Event('error'));
    expect(stages).toEqual(['loading', new Error('its worker did not begin')]);
    ready.next(true);
    expect(stages.at(-1)).toBe('ready');
  });
});

import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, tap, toArray } from 'rxjs';
import { current, type Step } from 'rxsnn';
import { Flow } from '../src/flow.js';

const later = (ms = 1) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe('Flow', () => {
  it('holds the source back while its limit of promises is pending', async () => {
    let pending = 0;
    let most = 0;
    const hold = (step: Step) => {
      pending += 1;
      most = Math.max(most, pending);
      step.flow.hold(later().then(() => pending--));
    };
    const steps = await lastValueFrom(current(new Array(100).fill(0)).pipe(tap(hold), toArray()));
    expect(steps.map(({ t }) => t)).toEqual(Array.from({ length: 100 }, (_, t) => t));
    expect(most).toBe(steps[0]!.flow.limit);
    expect(pending).toBe(0);
  });

  it('completes the source only when all is settled', async () => {
    let done = false;
    await lastValueFrom(
      current([0]).pipe(tap((step) => step.flow.hold(later(20).then(() => (done = true))))),
    );
    expect(done).toBe(true);
  });

  it('turns a failure of held work into an error of the source', async () => {
    const steps$ = current(new Array(100).fill(0)).pipe(
      tap((step) => step.flow.hold(later().then(() => Promise.reject(new Error('device lost'))))),
    );
    await expect(lastValueFrom(steps$)).rejects.toThrow('device lost');
  });

  it('lets all go on that wait, also who waits beside a wait that nobody heeds any more', async () => {
    const flow = new Flow(1);
    flow.hold(later());
    const went: string[] = [];
    const waits = ['overtaken', 'live'].map((name) => flow.ready().then(() => went.push(name)));
    await Promise.race([Promise.all(waits), later(50)]);
    expect(went).toEqual(['overtaken', 'live']);
  });

  it('stops at once when the subscriber is gone, even while it waits', async () => {
    let seen = 0;
    const subscription = current(new Array(100).fill(0)).subscribe((step) => {
      seen += 1;
      step.flow.hold(later());
    });
    subscription.unsubscribe();
    const before = seen;
    await later(20);
    expect(seen).toBe(before);
  });
});

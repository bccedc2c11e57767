import { type VirtualAction, VirtualTimeScheduler } from 'rxjs';

/** A scheduler whose time passes only when a spec lets it, with room for promises in between. */
export class VirtualTime extends VirtualTimeScheduler {
  /** Lets `milliseconds` pass. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.frame + milliseconds;
    await settled();
    for (let next = this.actions[0]; next && dueOf(next) <= end; next = this.actions[0]) {
      this.actions.shift();
      this.frame = Math.max(this.frame, dueOf(next));
      next.execute(next.state, 0);
      await settled();
    }
    this.frame = Math.max(this.frame, end);
  }

  /** Time that work takes: it passes at once, and timers fire late. */
  spend(milliseconds: number): void {
    this.frame += milliseconds;
  }

  /** Timers that somebody still waits for. */
  get pending(): number {
    return this.actions.filter(({ closed }) => !closed).length;
  }
}

const dueOf = (action: unknown): number => (action as VirtualAction<unknown>).delay;

/** Promises that are settled by now have run what waits for them. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What a run has counted so far. */
export class Tally {
  /** Steps that went through the network. */
  steps = 0;
  /** Frames and messages that were not taken in. */
  refused = 0;
  /** Steps that a slow consumer did not get, summed over consumers. */
  dropped = 0;
  /** Consumers that were closed because they stayed too slow. */
  evicted = 0;
  consumers = 0;
  senders = 0;
  /** Why the latest refused one was not taken. */
  reason: string | undefined;

  refuse(reason: string): void {
    this.refused += 1;
    this.reason = reason;
  }
}

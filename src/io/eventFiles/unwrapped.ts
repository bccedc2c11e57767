const TURN = 2 ** 32;

/**
 * Times of 32 bits that go round: one that lies more than half a turn back is in the next turn, and one that lies as far ahead
 * is late, of the turn before.
 */
export function unwrapped(): (t: number) => number {
  let turns = 0;
  let last = 0;
  return (t) => {
    if (last - t > TURN / 2) turns += 1;
    else if (t - last > TURN / 2 && turns > 0) turns -= 1;
    last = t;
    return t + turns * TURN;
  };
}

/** Rounds to the nearest float32, short enough to stand around every operation of a formula. */
export const f = Math.fround;

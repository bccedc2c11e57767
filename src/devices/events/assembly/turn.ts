/**
 * Copies weights, 64 bytes each for one input and 16 outputs, of `inputs` inputs and 16 times `panels` outputs. From
 * one input to the next it is `pitch` bytes, from 16 outputs to the next `step`: where they lie, and where they go.
 */
export function turn(
  from: usize,
  pitch: usize,
  step: usize,
  to: usize,
  toPitch: usize,
  toStep: usize,
  inputs: i32,
  panels: i32,
): void {
  for (; panels > 0; panels--, from += step, to += toStep) {
    let x = from;
    let y = to;
    for (let i = 0; i < inputs; i++, x += pitch, y += toPitch) {
      v128.store(y, v128.load(x));
      v128.store(y, v128.load(x, 16), 16);
      v128.store(y, v128.load(x, 32), 32);
      v128.store(y, v128.load(x, 48), 48);
    }
  }
}

/** Makes a panel, [inputs][16], of the weights of up to 16 outputs, `weights`[outputs][inputs]; zeros fill it up. */
export function pack(weights: usize, inputs: i32, outputs: i32, panel: usize): void {
  const row = <usize>inputs * 4;
  for (let lane = 0; lane < 16; lane++) {
    let to = panel + lane * 4;
    for (let i: usize = 0; i < row; i += 4, to += 64)
      store<f32>(to, lane < outputs ? load<f32>(weights + i) : 0);
    weights += row;
  }
}

/** RGBA pixels whose last column and row are repeated where the width or height is odd; others as they are. */
export function padToEven(
  rgba: Uint8ClampedArray,
  { width, height }: { width: number; height: number },
): Uint8ClampedArray {
  if (width % 2 === 0 && height % 2 === 0) return rgba;
  const row = 4 * (width + (width % 2));
  const padded = new Uint8ClampedArray(row * (height + (height % 2)));
  for (let y = 0; y * row < padded.length; y += 1) {
    const from = 4 * width * Math.min(y, height - 1);
    padded.set(rgba.subarray(from, from + 4 * width), y * row);
    if (width % 2) padded.set(rgba.subarray(from + 4 * (width - 1), from + 4 * width), y * row + 4 * width);
  }
  return padded;
}

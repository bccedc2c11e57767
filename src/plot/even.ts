/** The next even number of pixels: video encoders want even sizes. */
export function even(pixels: number): number {
  return 2 * Math.ceil(pixels / 2);
}

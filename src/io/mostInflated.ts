/** What `packed` bytes of deflate become at most: 1032 bytes each, more the format cannot say, with one to spare. */
export function mostInflated(packed: number): number {
  return 1032 * (packed + 1);
}

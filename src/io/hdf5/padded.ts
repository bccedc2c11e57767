/** The least multiple of 8 bytes that `length` ones fit in. */
export function padded(length: number): number {
  return (length + 7) & ~7;
}

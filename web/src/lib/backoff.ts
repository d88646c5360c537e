/** How long to wait before the n-th try (from 0): doubled each time up to `maximum`, spread by ±20 % so that not all desks come at once. */
export function backoffMilliseconds(
  attempt: number,
  {
    first = 500,
    maximum = 10_000,
    random = Math.random,
  }: { first?: number; maximum?: number; random?: () => number } = {},
): number {
  const plain = Math.min(maximum, first * 2 ** attempt);
  return Math.round(plain * (0.8 + 0.4 * random()));
}

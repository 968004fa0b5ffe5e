/** How long a page waits for dates to be computed again, in ms; what is left goes on by itself. */
export const patience = 2_000

/** True for as long as somebody can be kept waiting. */
export function awhile(): () => boolean {
  const until = performance.now() + patience
  return () => performance.now() < until
}

/** Repeats while whole batches come back and the process goes on; `next` says how many it did. How many in all. */
export async function inBatches(
  batch: number,
  signal: AbortSignal | undefined,
  next: () => Promise<number>,
): Promise<number> {
  let total = 0
  while (!signal?.aborted) {
    const done = await next()
    total += done
    if (done < batch) break
  }
  return total
}

// One source that is read once for several readers. Pure.

/** Each reader gets every piece; the next one is read when all of them ask for it. All of them must read to the end. */
export function inStep<T>(source: AsyncIterable<T>, readers: number): AsyncGenerator<T>[] {
  const from = source[Symbol.asyncIterator]()
  let waiting: { resolve: (piece: IteratorResult<T>) => void; reject: (error: unknown) => void }[] = []
  const ask = () =>
    new Promise<IteratorResult<T>>((resolve, reject) => {
      waiting.push({ resolve, reject })
      if (waiting.length < readers) return
      const all = waiting
      waiting = []
      from.next().then(
        (piece) => {
          for (const one of all) one.resolve(piece)
        },
        (error) => {
          for (const one of all) one.reject(error)
        },
      )
    })
  async function* reader() {
    for (let piece = await ask(); !piece.done; piece = await ask()) yield piece.value
  }
  return Array.from({ length: readers }, reader)
}

// What a copy knows of its cases: under which key each was drawn, and what came with it. One line a case in the order of the
// numbers, read along with the cases, so that a hundred thousand take no more memory than a hundred.
import { createReadStream, existsSync, renameSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { createInterface } from 'node:readline'

/** `extras`: files beside those that every case has. */
type KnownCase = { number: string; key: string; extras: string[] }

/** Reads what an earlier copy wrote. `upTo` gives the case of this number, and all before it that nobody asked for. */
export function earlierState(path: string) {
  const lines = existsSync(path) ? createInterface({ input: createReadStream(path) })[Symbol.asyncIterator]() : null
  let ahead: KnownCase | null = null
  let ended = lines === null

  async function next(): Promise<KnownCase | null> {
    if (ended) return null
    const { value, done } = await lines!.next()
    ended = done === true
    return ended ? null : read(value as string)
  }

  return {
    async upTo(number: string | null): Promise<{ found: KnownCase | null; gone: KnownCase[] }> {
      const gone: KnownCase[] = []
      for (;;) {
        ahead ??= await next()
        if (!ahead || (number !== null && ahead.number > number)) return { found: null, gone }
        const one = ahead
        ahead = null
        if (one.number === number) return { found: one, gone }
        gone.push(one)
      }
    },
  }
}

function read(line: string): KnownCase {
  const [number, key, extras] = JSON.parse(line) as [string, string, string[]]
  return { number, key, extras }
}

/** Writes the new one beside it; it takes the place of the old one by `done`. */
export async function newState(path: string) {
  const file: FileHandle = await open(`${path}.part`, 'w')
  let held: string[] = []
  const flush = async () => {
    if (held.length) await file.write(held.join(''))
    held = []
  }
  return {
    async keep({ number, key, extras }: KnownCase): Promise<void> {
      held.push(`${JSON.stringify([number, key, extras])}\n`)
      if (held.length >= 500) await flush()
    },
    async done(): Promise<void> {
      await flush()
      await file.close()
      renameSync(`${path}.part`, path)
    },
  }
}

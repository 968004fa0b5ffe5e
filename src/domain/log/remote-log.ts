// Reading a log at somebody else's address (https://c2sp.org/tlog-tiles). Whoever answers there is not trusted: no redirect is followed, no
// answer is longer than what was asked for can be, and none may take its time.
import { type Checkpoint, type Note, readCheckpoint, readNote } from '../../lib/signed-note.ts'
import { entriesIn, hashesIn, type TileName, tilePath, tileWidth } from '../../lib/tiles.ts'

/** What came is not what was asked for. The log cannot be followed; words for its page. */
export class RefusedLog extends Error {}
/** Nothing came: it may later. */
export class SilentLog extends Error {}

export type RemoteLog = {
  address: string
  checkpoint: () => Promise<string>
  /** null where there is none */
  policy: () => Promise<string | null>
  keys: () => Promise<string | null>
  /** as many hashes as its name says */
  hashes: (name: TileName) => Promise<Buffer[]>
  entries: (name: TileName) => Promise<Buffer[]>
}
export type SignedCheckpoint = { text: string; note: Note; checkpoint: Checkpoint }
export type Patience = { patience?: number; signal?: AbortSignal }

const usualPatience = 20_000 // ms for one file
const mostOfText = 65_536 // bytes; a checkpoint with a hundred signatures has 16,000
const mostOfEntry = 65_535

/** An address as it is kept, without a final slash; null for what is none. */
export function readAddress(text: string): string | null {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) return null
  const isPlain = !url.username && !url.password && !url.search && !url.hash
  return isPlain ? `${url.origin}${url.pathname}`.replace(/\/+$/, '') : null
}

/**
 * Reads a log of another deployment by HTTP. `patience`: ms for one file. Throws SilentLog where it does not answer as
 * a log does.
 */
export function remoteLog(address: string, { patience = usualPatience, signal }: Patience = {}): RemoteLog {
  const text = async (path: string) => (await read(path, mostOfText))?.toString() ?? null

  async function read(path: string, most: number): Promise<Buffer | null> {
    const timeout = AbortSignal.timeout(patience)
    try {
      const reply = await fetch(`${address}/${path}`, {
        redirect: 'error',
        signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
        headers: { 'user-agent': 'fuyi-mirror' },
      })
      if (reply.status === 404) return null
      if (!reply.ok) throw new SilentLog(`${path} answers ${reply.status}.`)
      return await beginningOf(reply, path, most)
    } catch (error) {
      if (error instanceof RefusedLog || error instanceof SilentLog) throw error
      if (timeout.aborted) throw new SilentLog(`${path} took longer than ${patience / 1000} seconds.`)
      const { message, cause } = error as Error
      throw new SilentLog(
        `${path} cannot be reached: ${(cause as Error | undefined)?.message ?? message}`.slice(0, 300),
      )
    }
  }

  async function tile(name: TileName, most: number): Promise<Buffer> {
    const path = `tile/${tilePath(name)}`
    const bytes = await read(path, most)
    if (!bytes) throw new RefusedLog(`${path} is missing.`)
    return bytes
  }

  return {
    address,
    checkpoint: async () => {
      const found = await text('checkpoint')
      if (found === null) throw new SilentLog('There is no checkpoint.')
      return found
    },
    policy: () => text('policy'),
    keys: () => text('keys'),
    hashes: async (name) => {
      const bytes = await tile(name, 32 * name.width)
      if (bytes.length !== 32 * name.width)
        throw new RefusedLog(`tile/${tilePath(name)} has ${bytes.length} bytes, and not ${32 * name.width}.`)
      return hashesIn(bytes)
    },
    entries: async (name) => {
      const entries = entriesIn(await tile(name, (2 + mostOfEntry) * tileWidth))
      if (entries?.length !== name.width)
        throw new RefusedLog(`tile/${tilePath(name)} does not hold ${name.width} lines.`)
      return entries
    },
  }
}

/** Checks no signature. Throws RefusedLog where it is no checkpoint. */
export function readSigned(text: string): SignedCheckpoint {
  const note = readNote(text)
  const checkpoint = note && readCheckpoint(note.text)
  if (!note || !checkpoint) throw new RefusedLog('Its checkpoint cannot be read.')
  return { text, note, checkpoint }
}

/** What the log at an address calls itself; nobody has looked at its signature yet. */
export async function originAt(address: string): Promise<string> {
  return readSigned(await remoteLog(address).checkpoint()).checkpoint.origin
}

/** Packed answers are counted unpacked. */
async function beginningOf(reply: Response, path: string, most: number): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of reply.body ?? []) {
    bytes += piece.length
    if (bytes > most) throw new RefusedLog(`${path} is longer than ${most} bytes.`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

// Reads a whole log as anybody can, from its checkpoint and tiles alone, and works everything out again. What does not fit is named.
import { leafHash, nodeHash, rangeRoot, rootOf } from '../../lib/merkle.ts'
import {
  type Checkpoint,
  keptCheckpoint,
  readCheckpoint,
  readNote,
  signedBy,
  type VerifierKey,
  vkeyOf,
} from '../../lib/signed-note.ts'
import { entriesIn, hashesIn, type TileName, tilePath, tilesAt, tileWidth } from '../../lib/tiles.ts'
import type { Leaf } from './leaf.ts'

/** Where a log is read from: a server, a folder, a database. `tile` gives null for what is not there. */
export type LogSource = {
  checkpoint: () => Promise<string | null>
  tile: (name: TileName) => Promise<Buffer | null>
  /** the checkpoints with which days ended, as they are shown; none where that is not known */
  days?: () => Promise<{ day: string; text: string }[]>
}

/** What was seen of a log before: with it a log that was written anew is told from one that grew. */
export type SeenLog = {
  origin: string
  keys: string[]
  checkpoint: string
  at: string
  /** base64: the root over each 256 leaves */
  roots: string[]
}

export type ReadLog = { checkpoint: Checkpoint; leaves: Leaf[]; seen: SeenLog; findings: string[] }

/** Throws an Error in words where it cannot be read at all. `isMirror`: it may be a little behind what was seen elsewhere. */
export async function readLog(
  source: LogSource,
  keys: VerifierKey[],
  before: SeenLog | null,
  now: Date,
  { isMirror = false }: { isMirror?: boolean } = {},
): Promise<ReadLog> {
  const findings: string[] = []
  const text = await source.checkpoint()
  const note = text === null ? null : readNote(text)
  const checkpoint = note && readCheckpoint(note.text)
  if (text === null || !note || !checkpoint) throw new Error('There is no checkpoint to be read.')
  const signatures = keys
    .filter(({ name }) => name === checkpoint.origin)
    .map((key) => ({ key, by: signedBy(note, key) }))
  if (!signatures.some(({ by }) => by?.good) || signatures.some(({ by }) => by && !by.good))
    findings.push(
      `The checkpoint of ${checkpoint.size} lines is not signed by a key of ${checkpoint.origin} that is known here.`,
    )
  const { entries, hashes } = await readLeaves(source, checkpoint.size, findings)
  const whole = entries.length === checkpoint.size
  if (whole && !rootOf(hashes).equals(checkpoint.root))
    findings.push(`The ${checkpoint.size} lines do not come to the root that the checkpoint names.`)
  if (whole) await compareTiles(source, checkpoint.size, hashes, findings)
  const roots = rootsOf(hashes)
  if (before && isMirror && keptCheckpoint(before.checkpoint).size > checkpoint.size)
    compareBeginning(before, hashes, findings)
  else if (before) compareSeen(before, checkpoint, hashes, findings)
  if (whole) await compareDays((await source.days?.()) ?? [], checkpoint, keys, hashes, findings)
  const vkeys = signatures.filter(({ by }) => by?.good).map(({ key }) => vkeyOf(key))
  const known = [...new Set([...(before?.keys ?? []), ...vkeys])]
  return {
    checkpoint,
    leaves: entries.map((entry, i) => leafIn(entry, i, findings)),
    seen: { origin: checkpoint.origin, keys: known, checkpoint: text, at: now.toISOString(), roots },
    findings,
  }
}

const rootsOf = (hashes: Buffer[]): string[] =>
  Array.from({ length: Math.ceil(hashes.length / tileWidth) }, (_, n) =>
    rootOf(hashes, n * tileWidth, Math.min((n + 1) * tileWidth, hashes.length)).toString('base64'),
  )

async function readLeaves(source: LogSource, size: number, findings: string[]) {
  const entries: Buffer[] = []
  for (const name of tilesAt('entries', size)) {
    const bundle = await source.tile(name)
    const inIt = bundle && entriesIn(bundle)
    if (inIt?.length !== name.width) {
      findings.push(`The file tile/${tilePath(name)} is missing, or does not hold ${name.width} lines.`)
      break
    }
    entries.push(...inIt)
  }
  return { entries, hashes: entries.map(leafHash) }
}

/** Whoever changes a line and leaves the hashes as they were is found here, line by line. */
async function compareTiles(source: LogSource, size: number, hashes: Buffer[], findings: string[]) {
  let level = hashes
  for (let i = 0; level.length; i++) {
    for (const name of tilesAt(i, size)) {
      const tile = await source.tile(name)
      const there = tile ? hashesIn(tile) : []
      if (there.length !== name.width)
        findings.push(`The file tile/${tilePath(name)} is missing, or not ${name.width} hashes long.`)
      for (const [at, hash] of there.entries()) {
        const place = name.n * tileWidth + at
        if (level[place]?.equals(hash) ?? false) continue
        findings.push(
          i
            ? `The hash ${at} of tile/${tilePath(name)} is not that of its lines.`
            : `Line ${place} is not the one that was added: its hash is another.`,
        )
      }
    }
    const above: Buffer[] = []
    for (let n = 0; (n + 1) * tileWidth <= level.length; n++)
      above.push(rootOf(level, n * tileWidth, (n + 1) * tileWidth))
    level = above
  }
}

function compareSeen(before: SeenLog, now: Checkpoint, hashes: Buffer[], findings: string[]) {
  const old = keptCheckpoint(before.checkpoint)
  if (old.origin !== now.origin) findings.push(`This is the log ${now.origin}; the one seen before was ${old.origin}.`)
  if (old.size > now.size)
    findings.push(`The log has ${now.size} lines; on ${before.at} it had ${old.size}. Lines were taken away.`)
  else if (hashes.length >= old.size && !rootOf(hashes, 0, old.size).equals(old.root)) {
    const n = before.roots.findIndex((root, i) => {
      const end = Math.min((i + 1) * tileWidth, old.size)
      return rootOf(hashes, i * tileWidth, end).toString('base64') !== root
    })
    const where =
      n < 0
        ? ''
        : ` The first that differ are among the lines ${n * tileWidth} to ${Math.min((n + 1) * tileWidth, old.size) - 1}.`
    findings.push(`The log was written anew: its first ${old.size} lines are not those of ${before.at}.${where}`)
  }
}

/** A copy that is behind what was seen: whole tiles of it have to be those that were seen. */
function compareBeginning(before: SeenLog, hashes: Buffer[], findings: string[]) {
  for (let n = 0; (n + 1) * tileWidth <= hashes.length; n++) {
    if (rootOf(hashes, n * tileWidth, (n + 1) * tileWidth).toString('base64') === before.roots[n]) continue
    findings.push(
      `It is another log than the one of ${before.at}: the first lines that differ are among the lines ${n * tileWidth} to ${(n + 1) * tileWidth - 1}.`,
    )
    return
  }
}

/** What was signed at the end of each day must be the beginning of what is there now. */
async function compareDays(
  days: { day: string; text: string }[],
  now: Checkpoint,
  keys: VerifierKey[],
  hashes: Buffer[],
  findings: string[],
) {
  const levels = [hashes]
  for (let last = hashes; last.length > 1; ) {
    const below = last
    last = Array.from({ length: Math.floor(below.length / 2) }, (_, i) => nodeHash(below[2 * i]!, below[2 * i + 1]!))
    levels.push(last)
  }
  const node = async (level: number, index: number) => levels[level]![index]!
  for (const { day, text } of days) {
    const note = readNote(text)
    const checkpoint = note && readCheckpoint(note.text)
    const isOurs = checkpoint?.origin === now.origin && keys.some((key) => signedBy(note!, key)?.good)
    if (!checkpoint || !isOurs)
      findings.push(`The checkpoint shown of ${day} is not signed by a key that is known here.`)
    else if (checkpoint.size > now.size)
      findings.push(`On ${day} the log had ${checkpoint.size} lines; now it has fewer.`)
    else if (checkpoint.size > 0 && !(await rangeRoot(node, [0, checkpoint.size])).equals(checkpoint.root))
      findings.push(`The log does not fit the checkpoint of ${day}: its first ${checkpoint.size} lines are others.`)
  }
}

function leafIn(entry: Buffer, at: number, findings: string[]): Leaf {
  try {
    return JSON.parse(entry.toString()) as Leaf
  } catch {
    findings.push(`Line ${at} is no JSON.`)
    return { kind: 'log_begun' }
  }
}

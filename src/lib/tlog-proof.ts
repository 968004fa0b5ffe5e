// Proofs that a line is in a log, in the form of https://c2sp.org/tlog-proof, which needs nothing but the log's key to be checked. Pure.
import { leafHash, rootByInclusion } from './merkle.ts'
import { type Checkpoint, type Note, readCheckpoint, readNote, signedBy, type VerifierKey } from './signed-note.ts'

const header = 'c2sp.org/tlog-proof@v1'
const mostHashes = 63

export type Proof = { extra: Buffer | null; index: number; hashes: Buffer[]; note: Note; checkpoint: Checkpoint }

/** A proof as text. `checkpoint`: the whole signed note. `hashes` from the leaf upwards. */
export function writeProof(extra: string, index: number, hashes: readonly Buffer[], checkpoint: string): string {
  const lines = [header, `extra ${Buffer.from(extra).toString('base64')}`, `index ${index}`]
  return `${[...lines, ...hashes.map((hash) => hash.toString('base64'))].join('\n')}\n\n${checkpoint}`
}

/** Null for what is none. */
export function readProof(text: string): Proof | null {
  const end = text.indexOf('\n\n')
  const [first, ...lines] = text.slice(0, Math.max(0, end)).split('\n')
  const extra = lines[0]?.startsWith('extra ') ? Buffer.from(lines.shift()!.slice('extra '.length), 'base64') : null
  const index = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '')?.[1]
  const hashes = lines.map((line) => Buffer.from(line, 'base64'))
  const note = end < 0 ? null : readNote(text.slice(end + 2))
  const checkpoint = note && readCheckpoint(note.text)
  const isProof = first === header && index !== undefined && hashes.length <= mostHashes
  if (!isProof || !checkpoint || hashes.some((hash) => hash.length !== 32)) return null
  return { extra, index: Number(index), hashes, note, checkpoint }
}

/** What is wrong with it, for a line and the keys of its log; null where it proves that the line is there. */
export function faultIn(
  proof: Proof,
  entry: Uint8Array,
  keys: readonly VerifierKey[],
): 'key' | 'signature' | 'proof' | null {
  const { origin, size, root } = proof.checkpoint
  const signed = keys.filter(({ name }) => name === origin).flatMap((key) => signedBy(proof.note, key) ?? [])
  if (!signed.length) return 'key'
  if (signed.some(({ good }) => !good)) return 'signature'
  const found = rootByInclusion(leafHash(entry), proof.index, size, proof.hashes)
  return found?.equals(root) ? null : 'proof'
}

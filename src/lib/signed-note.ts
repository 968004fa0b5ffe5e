// Signed notes, checkpoints and cosignatures as C2SP has them: https://c2sp.org/signed-note, /tlog-checkpoint, /tlog-cosignature.
// Ed25519 alone. Pure.
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

/** Which signature a key makes: of a note, or of a checkpoint with its time. */
export type KeyType = 'note' | 'cosignature'
const typeBytes: { [type in KeyType]: number } = { note: 1, cosignature: 4 }

/** `publicKey`: 32 bytes. `id`: as in signature lines. */
export type VerifierKey = { name: string; type: KeyType; id: number; publicKey: Buffer }
export type SigningKey = VerifierKey & { privateKey: KeyObject }

/** A note's text, with its last line break, and its signature lines. */
export type Note = { text: string; signatures: { name: string; id: number; bytes: Buffer }[] }

// RFC 8410: what DER says before the 32 bytes of a key
const [publicStart, privateStart] = ['302a300506032b6570032100', '302e020100300506032b657004220420']
const dash = '\u2014'

const publicObject = (raw: Buffer) =>
  createPublicKey({ key: Buffer.concat([Buffer.from(publicStart, 'hex'), raw]), format: 'der', type: 'spki' })

/** A public key under a name. Its id is made of both, so one key under two names is two keys. */
export function verifierKey(name: string, publicKey: Buffer, type: KeyType): VerifierKey {
  const of = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(typeBytes[type]), publicKey])
  return { name, type, publicKey, id: createHash('sha256').update(of).digest().readUInt32BE(0) }
}

/** A key to sign with, from its 32 secret bytes. */
export function signingKey(name: string, seed: Buffer, type: KeyType): SigningKey {
  const key = Buffer.concat([Buffer.from(privateStart, 'hex'), seed])
  const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32)
  return { ...verifierKey(name, publicKey, type), privateKey }
}

/** `name+id+key`: how a public key is written down. */
export const vkeyOf = ({ name, id, publicKey, type }: VerifierKey): string =>
  `${name}+${hexId(id)}+${Buffer.concat([Buffer.of(typeBytes[type]), publicKey]).toString('base64')}`

/** The id of a key as `vkey` and people write it: 8 hex digits. */
export const hexId = (id: number): string => id.toString(16).padStart(8, '0')

/** Null for what is no Ed25519 key of either type, or whose id is not its own. */
export function readVkey(text: string): VerifierKey | null {
  const found = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text.trim())
  if (!found) return null
  const bytes = Buffer.from(found[3]!, 'base64')
  const type = (Object.keys(typeBytes) as KeyType[]).find((one) => typeBytes[one] === bytes[0])
  if (!type || bytes.length !== 33) return null
  const key = verifierKey(found[1]!, bytes.subarray(1), type)
  return hexId(key.id) === found[2] ? key : null
}

/** A signature line. `bytes`: what stands after the id: a signature, or a time and a signature. */
export function writeLine({ name, id, bytes }: Note['signatures'][number]): string {
  const head = Buffer.alloc(4)
  head.writeUInt32BE(id)
  return `${dash} ${name} ${Buffer.concat([head, bytes]).toString('base64')}\n`
}
const signatureLine = ({ name, id }: VerifierKey, bytes: Buffer): string => writeLine({ name, id, bytes })

/** The line that a key signs a note's text with. */
const signLine = (text: string, key: SigningKey): string =>
  signatureLine(key, sign(null, Buffer.from(text), key.privateKey))

/** `text`, which ends in a line break, with a signature line for each key. */
export const signNote = (text: string, keys: readonly SigningKey[]): string =>
  `${text}\n${keys.map((key) => signLine(text, key)).join('')}`

const cosigned = (text: string, seconds: number | bigint) => Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`)

/** A witness's line for a checkpoint: that it is the largest consistent tree that the witness has seen, at this time. */
export function cosignLine(text: string, key: SigningKey, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000)
  const time = Buffer.alloc(8)
  time.writeBigUInt64BE(BigInt(seconds))
  return signatureLine(key, Buffer.concat([time, sign(null, cosigned(text, seconds), key.privateKey)]))
}

const linePattern = /^\u2014 (\S+) ([A-Za-z0-9+/]+=*)$/

/** Signature lines; null where one of them is none. */
export function readLines(lines: string): Note['signatures'] | null {
  if (!lines.endsWith('\n')) return null
  const read = lines
    .slice(0, -1)
    .split('\n')
    .map((line) => linePattern.exec(line))
  if (read.length > 100 || read.some((found) => !found || Buffer.from(found[2]!, 'base64').length < 5)) return null
  return read.map((found) => {
    const bytes = Buffer.from(found![2]!, 'base64')
    return { name: found![1]!, id: bytes.readUInt32BE(0), bytes: bytes.subarray(4) }
  })
}

/** Null for what is no signed note. */
export function readNote(note: string): Note | null {
  const end = note.lastIndexOf('\n\n')
  if (end < 0) return null
  const text = note.slice(0, end + 1)
  const signatures = readLines(note.slice(end + 2))
  // control characters have no place in a note
  return signatures && [...text].every((sign) => sign >= ' ' || sign === '\n') ? { text, signatures } : null
}

/** How a key signed a note: `good`, or `bad` where its line does not fit; null where it did not. `at`: of a cosignature. */
export function signedBy(note: Note, key: VerifierKey): { good: boolean; at: Date | null } | null {
  const line = note.signatures.find(({ name, id }) => name === key.name && id === key.id)
  if (!line) return null
  const publicKey = publicObject(key.publicKey)
  if (key.type === 'note')
    return {
      good: line.bytes.length === 64 && verify(null, Buffer.from(note.text), publicKey, line.bytes),
      at: null,
    }
  if (line.bytes.length !== 72) return { good: false, at: null }
  const seconds = line.bytes.readBigUInt64BE(0)
  const good = verify(null, cosigned(note.text, seconds), publicKey, line.bytes.subarray(8))
  return { good, at: new Date(Number(seconds) * 1000) }
}

export type Checkpoint = { origin: string; size: number; root: Buffer }

/** The three lines that a log signs (c2sp.org/tlog-checkpoint): its name, how many leaves, the root in base64. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${root.toString('base64')}\n`

/** Null for a text that is no checkpoint. Lines after the third are left out. */
export function readCheckpoint(text: string): Checkpoint | null {
  const found = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*$/.exec(text)
  if (!found || !Number.isSafeInteger(Number(found[2]))) return null
  return { origin: found[1]!, size: Number(found[2]), root: Buffer.from(found[3]!, 'base64') }
}

/** Of a note that was found to be a checkpoint before it was kept, with the text that is signed. Throws where it is none any more. */
export function keptCheckpoint(note: string): Checkpoint & { text: string } {
  const text = readNote(note)?.text ?? ''
  const checkpoint = readCheckpoint(text)
  if (!checkpoint) throw new Error('A checkpoint that was kept cannot be read')
  return { ...checkpoint, text }
}

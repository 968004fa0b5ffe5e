// A signer's receipt: that their co-signature is in the public log, in a file that they keep. It names nobody. With the salt in it the
// signer can show that the line is theirs; once the salt is gone from here, only they can.
import { deflateRawSync } from 'node:zlib'
import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import { canonicalJson } from '../../lib/canonical-json.ts'
import { keptCheckpoint, type VerifierKey } from '../../lib/signed-note.ts'
import { faultIn, type Proof, readProof, writeProof } from '../../lib/tlog-proof.ts'
import type { Db } from '../../platform/db/database.ts'
import { cosignatures } from '../../schema/cosignatures.ts'
import { witnessedOf } from '../log/cosigned.ts'
import type { Leaf } from '../log/leaf.ts'
import { entryAt, headOf, inclusionProof, indexOf } from '../log/store.ts'
import { consentsOf } from '../people/consents.ts'
import { caseById } from '../proposals/case-names.ts'
import type { ProposalRow } from '../proposals/store.ts'
import { commitmentOf, commitmentTo, type Opening, openingOf } from './hash-commitment.ts'

/**
 * `older`: the co-signature is from before there were receipts, or its salt was erased. `waiting`: it is in no checkpoint yet. `withdrawn`,
 * `moved`: it was here, and its signer took it back or had it moved to `into`. `none`: nothing is known of one by this account.
 */
export type Receipt =
  | { state: 'none' | 'older' | 'waiting' }
  | { state: 'withdrawn'; at: Date }
  | { state: 'moved'; into: string }
  | { state: 'ready'; text: string; index: number; size: number; day: string }

/** What lies in a receipt beside the proof. */
type Extra = { leaf: string; opening: Opening; salt: string }

/** The receipt of a person for a case as of now. */
export async function receiptOf(
  db: Db,
  proposal: Pick<ProposalRow, 'id' | 'number' | 'governmentId' | 'mergedIntoId'>,
  personId: string,
): Promise<Receipt> {
  const [signed] = await db
    .select()
    .from(cosignatures)
    .where(and(eq(cosignatures.proposalId, proposal.id), eq(cosignatures.personId, personId)))
  if (!signed) return goneOf(db, proposal, personId)
  const { salt, day, signedAt } = signed
  if (!salt) return { state: 'older' }
  const opened = { case: proposal.number, day, personId, salt }
  const head = await headOf(db, proposal.governmentId)
  const index = head && (await indexOf(db, proposal.governmentId, commitmentOf(opened), signedAt))
  // one that a witness has signed proves more, and comes up to a minute later
  const witnessed = await witnessedOf(db, proposal.governmentId)
  const note = witnessed && index !== null && index < witnessed.size ? witnessed.text : head?.checkpoint
  const checkpoint = note && keptCheckpoint(note)
  if (index === null || !checkpoint || index >= checkpoint.size) return { state: 'waiting' }
  const leaf = (await entryAt(db, proposal.governmentId, index))!.toString()
  const extra: Extra = { leaf, opening: openingOf(opened), salt }
  const proof = await inclusionProof(db, proposal.governmentId, index, checkpoint.size)
  const text = writeProof(canonicalJson(extra), index, proof, note)
  return { state: 'ready', text, index, size: checkpoint.size, day }
}

/** What became of one that is not there, as far as its signer's consents still say. */
async function goneOf(
  db: Db,
  { id, mergedIntoId }: Pick<ProposalRow, 'id' | 'mergedIntoId'>,
  personId: string,
): Promise<Receipt> {
  const given = (await consentsOf(db, [personId])).find(
    ({ purpose, subject }) => purpose === 'cosign' && subject === id,
  )
  const [at, why] = [given?.withdrawnAt, given?.endedWhy]
  if (at && why === null) return { state: 'withdrawn', at }
  const into = at && why === 'moved' && mergedIntoId ? (await caseById(db, mergedIntoId))?.number : null
  return into ? { state: 'moved', into } : { state: 'none' }
}

export type Checked =
  | { fault: 'file' | 'key' | 'signature' | 'proof' | 'opening' }
  | { fault: null; origin: string; case: string; day: string; index: number; size: number }

/** Whether a receipt proves what it says, for the keys of its log. Needs nothing else. `file`: also as an editor or a mail left it. */
export function checkReceipt(file: string, keysOf: (origin: string) => readonly VerifierKey[]): Checked {
  const proof = readProof(`${file.replaceAll('\r\n', '\n').trim()}\n`)
  const extra = proof && extraOf(proof)
  if (!proof || !extra) return { fault: 'file' }
  const { origin, size } = proof.checkpoint
  const fault = faultIn(proof, Buffer.from(extra.leaf), keysOf(origin))
  if (fault) return { fault }
  const leaf = JSON.parse(extra.leaf) as Leaf
  const { opening, salt } = extra
  const isTheirs = leaf.kind === 'cosigned' && leaf.case === opening.case && leaf.day === opening.day
  if (!isTheirs || leaf.commitment !== commitmentTo(opening, salt)) return { fault: 'opening' }
  return { fault: null, origin, case: leaf.case!, day: leaf.day!, index: proof.index, size }
}

function extraOf({ extra }: Proof): Extra | null {
  try {
    const { leaf, opening, salt } = JSON.parse(extra?.toString() ?? '') as Partial<Extra>
    const isWhole = typeof leaf === 'string' && typeof salt === 'string' && typeof opening?.signer === 'string'
    return isWhole ? { leaf, opening: { case: opening.case, day: opening.day, signer: opening.signer }, salt } : null
  } catch {
    return null
  }
}

/**
 * What stands after the # of the address that a receipt's QR code leads to; it never leaves the browser (static/receipt.js reads it). Without
 * the lines of witnesses, which the page has no keys for, and with one of the log: so the code stays one that a phone reads, however
 * many witnesses there are and however long the log is.
 */
export function inAddress(text: string): string {
  const end = text.lastIndexOf('\n\n') + 2
  const { origin } = readProof(text)!.checkpoint
  const own = text
    .slice(end)
    .split('\n')
    .findLast((line) => line.startsWith(`\u2014 ${origin} `))
  return `${packed}${deflateRawSync(`${text.slice(0, end)}${own}\n`, { level: 9 }).toString('base64url')}`
}
/** Addresses from before have the text itself. */
const packed = 'z.'

/** Erased with the person: from then on nobody here can tell whose lines in the log these are. */
export async function dropSalts(tx: Db, personIds: string[]): Promise<void> {
  await tx
    .update(cosignatures)
    .set({ salt: null })
    .where(and(inArray(cosignatures.personId, personIds), isNotNull(cosignatures.salt)))
}

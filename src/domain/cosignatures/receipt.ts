// A signer's receipt: that their co-signature is in the public log, in a file that they keep. It names nobody. With the salt in it the
// signer can show that the line is theirs; once the salt is gone from here, only they can.
import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import { canonicalJson } from '../../lib/canonical-json.ts'
import { keptCheckpoint, type VerifierKey } from '../../lib/signed-note.ts'
import { faultIn, type Proof, readProof, writeProof } from '../../lib/tlog-proof.ts'
import type { Db } from '../../platform/db/database.ts'
import { cosignatures } from '../../schema/cosignatures.ts'
import { witnessedOf } from '../log/cosigned.ts'
import type { Leaf } from '../log/leaf.ts'
import { entryAt, headOf, inclusionProof, indexOf } from '../log/store.ts'
import { commitmentOf, commitmentTo, type Opening, openingOf } from './hash-commitment.ts'

/** `older`: the co-signature is from before there were receipts, or its salt was erased. `waiting`: it is in no checkpoint yet. */
export type Receipt =
  | { state: 'none' | 'older' | 'waiting' }
  | { state: 'ready'; text: string; index: number; size: number; day: string }

/** What lies in a receipt beside the proof. */
type Extra = { leaf: string; opening: Opening; salt: string }

/** The receipt of a person for a case as of now. */
export async function receiptOf(
  db: Db,
  proposal: { id: string; number: string | null; governmentId: string },
  personId: string,
): Promise<Receipt> {
  const [signed] = await db
    .select()
    .from(cosignatures)
    .where(and(eq(cosignatures.proposalId, proposal.id), eq(cosignatures.personId, personId)))
  if (!signed) return { state: 'none' }
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

export type Checked =
  | { fault: 'file' | 'key' | 'signature' | 'proof' | 'opening' }
  | { fault: null; origin: string; case: string; day: string; index: number; size: number }

/** Whether a receipt proves what it says, for the keys of its log. Needs nothing else. */
export function checkReceipt(text: string, keysOf: (origin: string) => readonly VerifierKey[]): Checked {
  const proof = readProof(text)
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

/** Erased with the person: from then on nobody here can tell whose lines in the log these are. */
export async function dropSalts(tx: Db, personIds: string[]): Promise<void> {
  await tx
    .update(cosignatures)
    .set({ salt: null })
    .where(and(inArray(cosignatures.personId, personIds), isNotNull(cosignatures.salt)))
}

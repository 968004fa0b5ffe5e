// The keys of a log as a note that they sign themselves: whoever knows one of them learns of the next from it, and not from whoever
// hands the page out. Its second line is no number, so that it can never be taken for a checkpoint.
import {
  readNote,
  readVkey,
  type SigningKey,
  signedBy,
  signNote,
  type VerifierKey,
  vkeyOf,
} from '../../lib/signed-note.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { openKey, signingRows } from './keys.ts'

const heading = 'keys of this log'

/** `keys`: all that sign now. */
export const writeKeyList = (origin: string, keys: readonly SigningKey[]): string =>
  signNote(`${[origin, heading, ...keys.map(vkeyOf)].join('\n')}\n`, keys)

/** The keys that a list names, where one of those that are known has signed it; null where none has, or it is none. */
export function readKeyList(text: string, origin: string, known: readonly VerifierKey[]): VerifierKey[] | null {
  const note = readNote(text)
  if (!note) return null
  const [name, words, ...vkeys] = note.text.trimEnd().split('\n')
  if (name !== origin || words !== heading) return null
  if (!known.some((key) => key.name === origin && signedBy(note, key)?.good)) return null
  const keys = vkeys.map(readVkey)
  return keys.every((key) => key !== null && key.type === 'note' && key.name === origin)
    ? (keys as VerifierKey[])
    : null
}

/** Of a government's log; null before it has a key. */
export async function keyListOf(
  db: Db,
  { secret }: Pick<Deps['config'], 'secret'>,
  governmentId: string,
  at: Date,
): Promise<string | null> {
  const rows = await signingRows(db, { governmentId, use: 'log' }, at)
  return rows.length
    ? writeKeyList(
        rows[0]!.name,
        rows.map((row) => openKey(secret, row)),
      )
    : null
}

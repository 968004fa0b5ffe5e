// Which keys sign a log, and who must have witnessed it, for programs: https://c2sp.org/tlog-policy
import { vkeyOf } from '../../lib/signed-note.ts'
import type { Db } from '../../platform/db/database.ts'
import { type Witness, witnessesOf } from './cosigned.ts'
import { publicHalf, signingRows } from './keys.ts'

/** `address`: of the log. Null before it has a key. */
export async function policyOf(db: Db, governmentId: string, address: string, at: Date): Promise<string | null> {
  const keys = await signingRows(db, { governmentId, use: 'log' }, at)
  if (!keys.length) return null
  const lines = keys.map((row) => `log ${vkeyOf(publicHalf(row))} ${address}\n`)
  return lines.join('') + quorumOf(await witnessesOf(db), address)
}

/** With witnesses one of them must have signed: so it is of the checkpoints at /log/witnessed. */
function quorumOf(witnesses: Witness[], address: string): string {
  if (!witnesses.length) return 'quorum none\n'
  const names = witnesses.map((_, i) => `witness-${i + 1}`)
  return [
    `# The newest checkpoint that a witness has signed: ${address}/witnessed`,
    ...witnesses.map(({ vkey, url }, i) => `witness ${names[i]} ${vkey} ${url}`),
    `group witnesses any ${names.join(' ')}`,
    'quorum witnesses\n',
  ].join('\n')
}

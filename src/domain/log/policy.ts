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

/** With witnesses or mirrors one of them must have signed: so it is of the checkpoints at /log/witnessed. */
function quorumOf(cosigners: Witness[], address: string): string {
  if (!cosigners.length) return 'quorum none\n'
  const names = cosigners.map(({ kind }, i) => `${kind}-${i + 1}`)
  return [
    `# The newest checkpoint that one of these has signed: ${address}/witnessed`,
    ...(cosigners.some(({ kind }) => kind === 'mirror')
      ? ['# A mirror signs what it has whole. Its copy: its address, then the SHA-256 of the log’s name in hex.']
      : []),
    ...cosigners.map(({ vkey, url }, i) => `witness ${names[i]} ${vkey} ${url}`),
    `group witnesses any ${names.join(' ')}`,
    'quorum witnesses\n',
  ].join('\n')
}

// retention, erased: what the night would erase, and the list that lies beside copies.

import { countTraces, forgetTraces } from '../domain/retention/case-traces.ts'
import { endedList } from '../domain/retention/ended-list.ts'
import { erasedList } from '../domain/retention/erased-list.ts'
import { endForgotten, forgottenNow } from '../domain/retention/forgotten.ts'
import { countPast, erasePast } from '../domain/retention/retention.ts'
import { keepingOf } from '../domain/retention/retention-rules.ts'
import { withDatabase } from './open.ts'

/** `dryRun`: says what would be done and does nothing. */
export async function retentionNow({ dryRun = false }: { dryRun?: boolean }): Promise<void> {
  await withDatabase(async (db) => {
    const now = new Date()
    for (const keeping of await keepingOf(db.reads, now)) {
      const { warned, drafts, returned } = await forgottenNow(db.reads, keeping, now)
      console.log(
        `${keeping.slug}: people are kept ${keeping.keptMonths} months after their last case, and what a case knows of them as long after its end; what is left alone for ${keeping.forgottenMonths} months is told and ends. To tell: ${warned}. To delete: ${drafts} drafts. To end: ${returned} returned proposals.`,
      )
    }
    console.log(`People whose address nothing needs any more: ${await countPast({ db }, now)}.`)
    const past = await countTraces(db.reads, now)
    console.log(
      `Of cases that ended so long ago: ${past.signers} co-signatures whose signer is known still, ${past.rows} follows, letters, looks, mails and consents.`,
    )
    if (dryRun) {
      console.log('Nothing was changed.')
      return
    }
    const gone = await forgetTraces({ db }, now)
    const erased = await erasePast({ db }, now)
    const done = await endForgotten(db, now)
    console.log(
      `Told ${done.warned}, deleted ${done.drafts} drafts, ended ${done.returned} returned proposals, erased ${erased} people; forgot the signers of ${gone.signers} co-signatures, deleted ${gone.rows} rows of past cases.`,
    )
  })
}

/** One line for each: redirect it to a file that is kept apart from copies, as often as you like. */
export async function erasedNow(): Promise<void> {
  await withDatabase(async (db) => {
    for (const line of [...(await erasedList(db.reads)), ...(await endedList(db.reads))]) console.log(line)
  })
}

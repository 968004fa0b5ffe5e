// fuyi log: what an operator does with the transparency logs.
import { ConfigError, readSecret } from '../config.ts'
import { findGovernment } from '../domain/governments/store.ts'
import { overlapDays, publicHalf, rotateKey } from '../domain/log/keys.ts'
import { headOf } from '../domain/log/store.ts'
import { vkeyOf } from '../lib/signed-note.ts'
import { withDatabase } from './open.ts'

/** A new key, printed in its public half. */
export async function rotateLogKey(slug: string): Promise<void> {
  const secret = readSecret()
  await withDatabase(async (db) => {
    const government = await findGovernment(db.reads, slug)
    const head = government && (await headOf(db.reads, government.id))
    if (!government || !head)
      throw new ConfigError(`There is no log of a government at /${slug} yet. It begins when the platform runs.`)
    const key = await rotateKey(db, secret, { governmentId: government.id, use: 'log' }, head.origin, new Date())
    console.log(vkeyOf(publicHalf(key)))
    console.log(`The former key signs beside it for ${overlapDays} days.`)
  })
}

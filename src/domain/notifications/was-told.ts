// Whether somebody was told already. Jobs ask it of everything that is due, each time they run, so the query is prepared.
import { and, gt, lte } from 'drizzle-orm'
import type { Db } from '../../platform/db/database.ts'
import { bound, prepared } from '../../platform/db/prepared.ts'
import { outbox } from '../../schema/notifications.ts'

/** `once`: the key of what is told, without whom. Those who are told stand behind ':' in it, and ';' is the character after ':'. */
export async function wasTold(db: Db, once: string): Promise<boolean> {
  return (await prepared(db, firstTold).execute({ from: `${once}:`, to: `${once};` })).length > 0
}

const firstTold = (db: Db) =>
  db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(gt(outbox.once, bound(outbox.once, 'from')), lte(outbox.once, bound(outbox.once, 'to'))))
    .limit(1)

// Mails to somebody as they read them: the subject, and whether it arrived.
import { desc, inArray } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import { mailsOf } from '../../domain/notifications/load-mail-data.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { originOf } from '../../platform/http/security.ts'
import { outbox } from '../../schema/notifications.ts'
import type { DataRow } from './data-pages.ts'
import { plainRow, type Words } from './data-rows.ts'

/** The newest thirty, as on "My page". */
const shown = 30

export async function mailRows(
  { db, config }: Deps,
  request: FastifyRequest,
  accounts: string[],
  { t, dateTime, caseLink }: Words,
): Promise<DataRow[]> {
  const rows = await db.reads
    .select()
    .from(outbox)
    .where(inArray(outbox.personId, accounts))
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(shown)
  const mails = await mailsOf(db.reads, rows, config, originOf(request, config.origin))
  return rows.map((row) => {
    const { sentAt, bouncedAt, failedAt } = row
    const state = bouncedAt
      ? t('own.mail.bounced', { at: dateTime(bouncedAt) })
      : sentAt
        ? t('own.mail.sent', { at: dateTime(sentAt) })
        : t(failedAt ? 'own.mail.failed' : 'own.mail.waits')
    return plainRow(mails.get(row.id)?.subject ?? row.kind, [state], caseLink(row.proposalId))
  })
}

// Mails to somebody as they read them: the subject, and whether it arrived.
import { and, desc, inArray, isNull, or } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import { mailsOf } from '../../domain/notifications/load-mail-data.ts'
import { mailboxesOf } from '../../domain/retention/mailboxes-of.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { originOf } from '../../platform/http/security.ts'
import { outbox } from '../../schema/notifications.ts'
import type { DataRow } from './data-pages.ts'
import { plainRow, type Words } from './data-rows.ts'

export async function mailRows(
  { db, config }: Deps,
  request: FastifyRequest,
  { accounts, most }: { accounts: string[]; most: number },
  { t, dateTime, names }: Words,
): Promise<DataRow[]> {
  const { addresses } = await mailboxesOf(db.reads, accounts)
  const toAddress = addresses.length ? and(isNull(outbox.personId), inArray(outbox.address, addresses)) : undefined
  const rows = await db.reads
    .select()
    .from(outbox)
    .where(or(inArray(outbox.personId, accounts), toAddress))
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(most)
  const mails = await mailsOf(
    db.reads,
    rows.filter(({ personId }) => personId),
    config,
    originOf(request, config.origin),
  )
  return rows.map((row) => {
    const { sentAt, bouncedAt, failedAt } = row
    const state = bouncedAt
      ? t('own.mail.bounced', { at: dateTime(bouncedAt) })
      : sentAt
        ? t('own.mail.sent', { at: dateTime(sentAt) })
        : t(failedAt ? 'own.mail.failed' : 'own.mail.waits')
    // a subject may be a code: whoever has only the session would read it here
    const subject = row.personId ? (mails.get(row.id)?.subject ?? row.kind) : t('own.mail.alone')
    return plainRow(subject, [state], names.caseLink(row.proposalId))
  })
}

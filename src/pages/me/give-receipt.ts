// A receipt: a page at an address of its own, and a mail that leads there.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { enqueueMail } from '../../domain/notifications/store.ts'
import { type Receipt, receiptToken } from '../../domain/people/receipts.ts'
import type { Db } from '../../platform/db/database.ts'
import { requirePerson } from '../shared/person-guards.ts'

/** Where it stands. */
export const receiptPath = (secret: string, receipt: Receipt): string =>
  `/me/data/receipts/${receiptToken(secret, receipt)}`

/**
 * The mail, in the unit of what it tells. Of an erasure it goes to the address alone, and is gone with it: its copy here is deleted
 * once it was sent.
 */
export async function mailReceipt(
  tx: Db,
  request: FastifyRequest,
  receipt: Receipt,
  path: string,
  at: Date,
): Promise<void> {
  const { id, email } = requirePerson(request)
  const place = request.government as FastifyRequest['government'] | undefined
  await enqueueMail(tx, {
    ...{ kind: 'stage_changed', address: email, language: request.language, at },
    ...{ personId: receipt.act === 'erased' ? null : id, governmentId: place?.id ?? null },
    facts: { act: 'receipt', what: request.t(`own.receipt.title.${receipt.act}`), path },
  })
}

export const toReceipt = (reply: FastifyReply, path: string) => reply.redirect(path, 303)

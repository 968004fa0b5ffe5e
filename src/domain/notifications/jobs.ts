// What the mail room does by itself.

import { write } from '../../platform/db/write.ts'
import type { Transport } from '../../platform/mail/transport.ts'
import type { Job } from '../../platform/process/scheduler.ts'
import { sendDigests } from './digests.ts'
import { forgetMail } from './erase-mail.ts'
import type { FindsCase } from './hearers.ts'
import { mailLogDays } from './log-days.ts'
import { findsNone, mailingsJob } from './mailings.ts'
import { deliverWebhooks } from './webhook-delivery.ts'
import { forgetDeliveries } from './webhook-store.ts'
import { deliverDue } from './worker.ts'

/** `transport` is null in the demonstration; `finds`: which saved searches find a case. */
export const notificationJobs = (transport: Transport | null, finds: FindsCase = findsNone): Job[] => [
  { name: 'mail', every: 1000, run: (deps, now, signal) => deliverDue(deps, transport, now, signal) },
  { name: 'mailings', every: 2000, run: mailingsJob(finds) },
  { name: 'digests', every: 60_000, run: sendDigests },
  { name: 'log-days', every: 60_000, run: mailLogDays },
  { name: 'webhooks', every: 2000, run: (deps, now, signal) => deliverWebhooks(deps, now, signal) },
  { name: 'webhooks-over', every: 3_600_000, run: ({ db }, now) => write(db, (tx) => forgetDeliveries(tx, now)) },
  { name: 'mail-to-nobody', every: 300_000, run: forgetMail },
]

// What the mail room does by itself.

import type { Transport } from '../../platform/mail/transport.ts'
import type { Job } from '../../platform/process/scheduler.ts'
import { sendDigests } from './digests.ts'
import { forgetMail } from './erase-mail.ts'
import type { FindsCase } from './hearers.ts'
import { findsNone, mailingsJob } from './mailings.ts'
import { deliverDue } from './worker.ts'

/** `transport` is null in the demonstration; `finds`: which saved searches find a case. */
export const notificationJobs = (transport: Transport | null, finds: FindsCase = findsNone): Job[] => [
  { name: 'mail', every: 1000, run: (deps, now, signal) => deliverDue(deps, transport, now, signal) },
  { name: 'mailings', every: 2000, run: mailingsJob(finds) },
  { name: 'digests', every: 60_000, run: sendDigests },
  { name: 'mail-to-nobody', every: 300_000, run: forgetMail },
]

// What the mail room does by itself.

import type { Transport } from '../../platform/mail/transport.ts'
import type { Job } from '../../platform/process/scheduler.ts'
import { forgetMail } from './erase-mail.ts'
import { expandMailings } from './mailings.ts'
import { deliverDue } from './worker.ts'

/** `transport` is null in the demonstration. */
export const notificationJobs = (transport: Transport | null): Job[] => [
  { name: 'mail', every: 1000, run: (deps, now, signal) => deliverDue(deps, transport, now, signal) },
  { name: 'mailings', every: 2000, run: expandMailings },
  { name: 'mail-to-nobody', every: 300_000, run: forgetMail },
]

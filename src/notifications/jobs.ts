// What the mail room does by itself.
import type { Job } from '../process/scheduler.ts'
import { forgetMail } from './forgetting.ts'
import { expandMailings } from './mailings.ts'
import type { Transport } from './transport.ts'
import { deliverDue } from './worker.ts'

/** `transport` is null in the demonstration. */
export const notificationJobs = (transport: Transport | null): Job[] => [
  { name: 'mail', every: 1000, run: (deps, now, still) => deliverDue(deps, transport, now, still) },
  { name: 'mailings', every: 2000, run: expandMailings },
  { name: 'mail-to-nobody', every: 300_000, run: forgetMail },
]

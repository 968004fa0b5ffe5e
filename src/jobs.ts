// Everything that happens by itself, in one list for the scheduler.
import { answerJobs } from './answers/jobs.ts'
import { cosignatureJobs } from './cosignatures/jobs.ts'
import { notificationJobs } from './notifications/jobs.ts'
import type { Transport } from './notifications/transport.ts'
import { operationJobs } from './operations/jobs.ts'
import { peopleJobs } from './people/jobs.ts'
import type { Job } from './process/scheduler.ts'
import { dateJobs } from './proposals/dates.ts'
import { proposalJobs } from './proposals/jobs.ts'
import { recordJobs } from './record/jobs.ts'

/** `transport` null: mail is marked as sent and read at /demo/mail. */
export const allJobs = (transport: Transport | null): Job[] => [
  ...operationJobs,
  ...peopleJobs,
  ...recordJobs,
  ...notificationJobs(transport),
  ...proposalJobs,
  ...dateJobs,
  ...cosignatureJobs,
  ...answerJobs,
]

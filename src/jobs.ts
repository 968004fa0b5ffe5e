// The table of contents of what the platform does by itself, as app.ts is of what it answers.
import { answerJobs } from './answers/jobs.ts'
import { cosignatureJobs } from './cosignatures/jobs.ts'
import { notificationJobs } from './notifications/jobs.ts'
import type { Transport } from './notifications/worker.ts'
import { peopleJobs } from './people/jobs.ts'
import { proposalJobs } from './proposals/jobs.ts'
import { recordJobs } from './record/jobs.ts'
import type { Job } from './web/scheduler.ts'

/** Every job. `transport` is null in the demonstration (src/notifications/worker.ts, smtpTransport). */
export const allJobs = (transport: Transport | null): Job[] => [
  ...peopleJobs,
  ...recordJobs,
  ...notificationJobs(transport),
  ...proposalJobs,
  ...cosignatureJobs,
  ...answerJobs,
]

// Everything that happens by itself, in one list for the scheduler.
import { answerJobs } from './domain/answers/jobs.ts'
import { cosignatureJobs } from './domain/cosignatures/jobs.ts'
import { followingJobs } from './domain/following/pending.ts'
import { logJobs } from './domain/log/jobs.ts'
import { moderationJobs } from './domain/moderation/jobs.ts'
import { notificationJobs } from './domain/notifications/jobs.ts'
import { peopleJobs } from './domain/people/jobs.ts'
import { dateJobs } from './domain/proposals/recompute-deadlines.ts'
import { recordJobs } from './domain/record/jobs.ts'
import { retentionJobs } from './domain/retention/jobs.ts'
import { findsCase } from './domain/search/finds-case.ts'
import { searchJobs } from './domain/search/reindex.ts'
import { verificationJobs } from './domain/verification/jobs.ts'
import { dumpJobs } from './open-data/dumps/jobs.ts'
import { operationJobs } from './operations/jobs.ts'
import type { Transport } from './platform/mail/transport.ts'
import type { Job } from './platform/process/scheduler.ts'

/** `transport` null: mail is marked as sent and read at /demo/mail. */
export const allJobs = (transport: Transport | null): Job[] => [
  ...operationJobs,
  ...peopleJobs,
  ...verificationJobs,
  ...recordJobs,
  ...logJobs,
  ...notificationJobs(transport, findsCase),
  ...dateJobs,
  ...cosignatureJobs(),
  ...answerJobs,
  ...moderationJobs,
  ...searchJobs,
  ...followingJobs,
  ...retentionJobs,
  ...dumpJobs(),
]

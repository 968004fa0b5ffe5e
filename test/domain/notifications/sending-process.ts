// A process of its own, started by kill.process.test.ts with URL, SMTP URL and how far its clock is ahead, in ms: it sends until it is killed.

import { notificationJobs } from '../../../src/domain/notifications/jobs.ts'
import { connect } from '../../../src/platform/db/connect.ts'
import { smtpTransport } from '../../../src/platform/mail/transport.ts'
import { startScheduler } from '../../../src/platform/process/scheduler.ts'
import { depsOf } from '../../support/deps.ts'

const [url, smtpUrl, ahead] = process.argv.slice(2)
const db = await connect(url!, { busyFor: 20_000 })
const now = () => new Date(Date.now() + Number(ahead))
startScheduler({ ...depsOf(db, now()), now }, notificationJobs(smtpTransport({ smtpUrl: smtpUrl! })))
setInterval(() => {}, 1000)

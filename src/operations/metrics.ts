// What Prometheus learns from the database, beside what each process measures of itself (platform/process/metrics.ts).
import { Gauge, Registry } from 'prom-client'
import { unusualCases } from '../domain/cosignatures/unusual-cases.ts'
import { listGovernments } from '../domain/governments/store.ts'
import { lookReasons } from '../domain/integrity/unusual-case.ts'
import { logState } from '../domain/log/store.ts'
import { shareOf } from '../domain/notifications/arrival.ts'
import { arrivals } from '../domain/notifications/arrival-store.ts'
import { countStopped } from '../domain/notifications/returned-mail.ts'
import { guessingSince } from '../domain/people/guessing.ts'
import type { Deps } from '../platform/http/deps.ts'
import { stages } from '../schema/values.ts'
import {
  bouncedMail,
  casesByStage,
  failedMail,
  getStatus,
  getStatusTime,
  overdue,
  waitingMail,
} from './deployment-status.ts'

/** Each domain is a series of its own in Prometheus: so many, the largest, and the falling ones first. */
const mostDomains = 30

/** What it returns reads the database and says it in Prometheus' text format. */
export function deploymentMetrics({ db, now }: Pick<Deps, 'db' | 'now'>): () => Promise<string> {
  const registry = new Registry()
  const gauge = <Label extends string = never>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] })

  const waiting = gauge('fuyi_outbox_waiting', 'Mails not handed over yet; priority 0 are sign-in codes', ['priority'])
  const oldest = gauge('fuyi_outbox_oldest_seconds', 'Age of the oldest waiting mail, 0 when none waits', ['priority'])
  const failed = gauge('fuyi_outbox_failed', 'Mails that were given up')
  const stopped = gauge('fuyi_mail_stopped', 'People to whom nothing is sent, since their mail came back for good')
  const bounced = gauge('fuyi_outbox_bounced', 'Mails of the last 30 days that came back')
  const asked = gauge('fuyi_mail_domain_asked', 'Newcomers of two days who were mailed a link', ['domain'])
  const share = gauge('fuyi_mail_domain_pressed_share', 'How many of them pressed it, 0 to 1', ['domain'])
  const falling = gauge('fuyi_mail_domains_falling', 'Mail domains where far fewer press it than usual')
  const cases = gauge('fuyi_cases', 'Cases by stage', ['government', 'stage'])
  const lateAnswers = gauge('fuyi_answers_overdue', 'Cases in review whose answer is late', ['government'])
  const lateChecks = gauge('fuyi_checks_overdue', 'Submitted cases whose check is late', ['government'])
  const guessed = gauge('fuyi_codes_guessed_mailboxes', 'Mailboxes at which wrong sign-in codes were tried this hour')
  const byCode = gauge('fuyi_codes_right', 'Sign-in codes that were right this hour')
  const beat = gauge(
    'fuyi_scheduler_beat_timestamp_seconds',
    'When the scheduler last beat; every 10 s when all is well',
  )
  const backup = gauge(
    'fuyi_last_backup_timestamp_seconds',
    'When the last verified backup was made; absent when never',
  )

  const unusual = gauge('fuyi_cases_unusual', 'Cases whose co-signatures somebody has to look at', [
    'government',
    'why',
  ])
  const held = gauge('fuyi_cosignatures_held', 'Co-signatures that are held apart, of cases under way', ['government'])
  const uneven = gauge('fuyi_counts_uneven', 'Cases with a count that was not what its rows are, at the daily look')
  const looked = gauge('fuyi_counts_checked_timestamp_seconds', 'When all counts were last compared with their rows')

  const differing = gauge('fuyi_log_differs', 'Lines of the record that were not what its logs hold, at the daily look')
  const compared = gauge('fuyi_log_checked_timestamp_seconds', 'When the record was last compared with its logs')
  const behind = gauge('fuyi_log_behind', 'Entries of the record that are in no log yet')

  return async () => {
    const at = now()
    for (const each of [
      waiting,
      oldest,
      failed,
      bounced,
      stopped,
      asked,
      share,
      falling,
      cases,
      lateAnswers,
      lateChecks,
      guessed,
      byCode,
      beat,
      backup,
      uneven,
      looked,
      unusual,
      held,
      differing,
      compared,
      behind,
    ])
      each.reset()
    for (const priority of ['0', '1', '2']) {
      waiting.set({ priority }, 0)
      oldest.set({ priority }, 0)
    }
    for (const row of await waitingMail(db.reads)) {
      const priority = String(row.priority)
      waiting.set({ priority }, row.waiting)
      oldest.set({ priority }, row.oldest ? Math.max(0, (at.getTime() - row.oldest.getTime()) / 1000) : 0)
    }
    failed.set(await failedMail(db.reads))
    bounced.set(await bouncedMail(db.reads, at))
    stopped.set(await countStopped(db.reads))
    const domains = await arrivals(db.reads, at)
    falling.set(domains.filter((one) => one.falling).length)
    for (const { domain, lately } of domains.slice(0, mostDomains)) {
      asked.set({ domain }, lately.asked)
      share.set({ domain }, shareOf(lately) ?? 0)
    }
    // Zero is a number too: a rule cannot see a rise from nothing at all
    for (const { id, slug: government } of await listGovernments(db.reads)) {
      const apart = await unusualCases(db.reads, id, at)
      for (const why of lookReasons) unusual.set({ government, why }, apart.filter((c) => c.why.includes(why)).length)
      held.set(
        { government },
        apart.reduce((sum, c) => sum + c.held, 0),
      )
      for (const stage of stages) cases.set({ government, stage }, 0)
      lateAnswers.set({ government }, 0)
      lateChecks.set({ government }, 0)
    }
    for (const { government, stage, cases: n } of await casesByStage(db.reads)) cases.set({ government, stage }, n)
    const late = await overdue(db.reads, at)
    for (const { government, cases: n } of late.answers) lateAnswers.set({ government }, n)
    for (const { government, cases: n } of late.checks) lateChecks.set({ government }, n)
    const [thisHour] = await guessingSince(db.reads, at, at)
    guessed.set(thisHour!.mailboxes)
    byCode.set(thisHour!.signedIn)
    const beatAt = await getStatusTime(db.reads, 'scheduler_beat')
    if (beatAt) beat.set(beatAt.getTime() / 1000)
    const backupAt = await getStatusTime(db.reads, 'last_backup')
    if (backupAt) backup.set(backupAt.getTime() / 1000)
    else backup.remove()
    const [lookedAt, found] = (await getStatus(db.reads, 'counts_checked'))?.split(' ') ?? []
    uneven.set(Number(found ?? 0))
    if (lookedAt) looked.set(new Date(lookedAt).getTime() / 1000)
    const [comparedAt, differ] = (await getStatus(db.reads, 'log_checked'))?.split(' ') ?? []
    differing.set(Number(differ ?? 0))
    if (comparedAt) compared.set(new Date(comparedAt).getTime() / 1000)
    behind.set((await logState(db.reads))?.behind ?? 0)
    return registry.metrics()
  }
}

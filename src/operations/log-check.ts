// The daily look at the logs of the record, for the metrics and the doctor: whether the record in the database is what they hold, whether
// they keep up, and whether a log that is witnessed here contradicts itself.
import { fuyi } from '../config.ts'
import { nameOf, sawAnother } from '../domain/log/collect.ts'
import { standingsOf } from '../domain/log/cosigned.ts'
import type { MirrorState } from '../domain/log/mirror-folder.ts'
import { mirrorsIn } from '../domain/log/mirrors.ts'
import { logState } from '../domain/log/store.ts'
import { witnessed } from '../domain/log/witness.ts'
import type { Database } from '../platform/db/database.ts'
import { restFor, unhurried } from '../platform/process/pace.ts'
import { getStatus, setStatus } from './deployment-status.ts'
import { ok, problem, type Said } from './finding.ts'
import { verifyDatabase } from './verify-database.ts'

const hour = 3_600_000
/** Entries without a line. Thousands in a second are taken in within seconds. */
const farBehind = 20_000

/** At the first start the log is begun beside this look: it is waited for so long, in ms, so often. */
const [again, waits] = [500, 4]

/** What it finds is a number for the metrics, and an error in the log. */
export async function checkLogs(database: Database, now: Date, signal?: AbortSignal): Promise<void> {
  const how = { rest: unhurried, ...(signal ? { signal } : {}) }
  let findings: string[] = []
  for (let i = 0; i <= waits; i++) {
    const isBegun = (await logState(database.reads)) !== null
    findings = await verifyDatabase(database, how)
    if (signal?.aborted) return
    if (isBegun || !findings.length || i === waits) break
    await restFor(again, signal)
  }
  await setStatus(database, 'log_checked', `${now.toISOString()} ${findings.length}`)
  if (findings.length)
    throw new Error(
      `The record is not what its logs hold: ${findings.slice(0, 5).join(' ')} See all: ${fuyi} verify log`,
    )
}

/** It contradicted itself, showed what cannot be taken, or has said nothing for a day. */
const isLost = ({ fork, trouble, endedAt, checkedAt, addedAt }: MirrorState, now: Date): boolean =>
  fork !== null ||
  (endedAt === null && (trouble?.isRefused === true || now.getTime() - Date.parse(checkedAt ?? addedAt) > 24 * hour))

/** A line of the doctor. It reads what the daily look found: to read everything again takes minutes where there are millions. */
export async function logsState(database: Database, now: Date, mirrorsFolder: string | null = null): Promise<Said> {
  const state = await logState(database.reads)
  if (!state) return { ok: null, says: 'no log yet: fuyi serve begins one for each government', todo: null }
  const [checkedAt, found] = (await getStatus(database.reads, 'log_checked'))?.split(' ') ?? []
  if (Number(found ?? 0) > 0)
    return problem(
      `${found} lines of the record were not what its logs hold, on ${checkedAt}.`,
      `See them: ${fuyi} verify log`,
    )
  if (state.behind > farBehind)
    return problem(
      `${state.behind} entries of the record are in no log yet.`,
      'Look for "a job failed" with job "log" in the log.',
    )
  const others = await witnessed(database.reads)
  const twofold = others.filter(({ contradiction }) => contradiction !== null)
  if (twofold.length)
    return problem(
      `${twofold.map(({ origin }) => origin).join(', ')} showed two different logs.`,
      `See the proof: ${fuyi} witness list; and tell whoever runs it.`,
    )
  const refused = others.filter(({ refusedAt }) => refusedAt !== null && now.getTime() - refusedAt.getTime() > hour)
  if (refused.length)
    return problem(
      `These logs were not shown to go on from what was signed here, for an hour or longer: ${refused.map(({ origin }) => origin).join(', ')}.`,
      `See the checkpoints: ${fuyi} witness list; and ask whoever runs them.`,
    )
  const unfollowed = mirrorsIn(mirrorsFolder).filter(({ state }) => isLost(state, now))
  if (unfollowed.length)
    return problem(
      `These logs could not be followed: ${unfollowed.map(({ state }) => state.origin).join(', ')}.`,
      `See why: ${fuyi} log mirrors; and ask whoever runs them.`,
    )
  const { silent, forked } = await witnessesOf(database, state.governmentIds)
  if (forked.length)
    return problem(
      `These have seen other lines of this log, or more than it has: ${forked.join(', ')}.`,
      `See what each says: ${fuyi} log cosign; then “A log after an older copy was put back” in deploy/README.md.`,
    )
  if (silent.length)
    return problem(`Not signed since yesterday: ${silent.join(', ')}.`, `Ask again: ${fuyi} log cosign`)
  if (!checkedAt) return ok(`${state.lines} lines; compared with the record within the day`)
  const age = (now.getTime() - Date.parse(checkedAt)) / hour
  if (age > 50)
    return problem(
      `Last compared with the record ${Math.round(age)} hours ago.`,
      'Look for "a job failed" with job "log-check" in the log.',
    )
  return ok(`${state.lines} lines, compared with the record ${age.toFixed(1)} hours ago`)

  async function witnessesOf({ reads }: Database, ids: string[]): Promise<{ silent: string[]; forked: string[] }> {
    const [silent, forked] = [new Set<string>(), new Set<string>()]
    for (const id of ids)
      for (const { witness, row } of await standingsOf(reads, id)) {
        if (sawAnother(row?.failure ?? null)) forked.add(nameOf(witness))
        if (now.getTime() - (row?.cosignedAt ?? witness.addedAt).getTime() > 24 * hour) silent.add(nameOf(witness))
      }
    return { silent: [...silent].sort(), forked: [...forked].sort() }
  }
}

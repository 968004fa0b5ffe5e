// What a government tells for some days, as JSON: when co-signing pauses, and the notices on its pages.
import { announcementsOf, shownAt } from '../domain/governments/announcements.ts'
import { ruleVersionsOf } from '../domain/governments/rule-versions.ts'
import { blackoutsOf, type RuleVersion } from '../domain/governments/store.ts'
import { localDate } from '../lib/calendar.ts'
import type { Db } from '../platform/db/database.ts'
import type { GovernmentJson } from './case-head.ts'
import { nameJson } from './name-json.ts'
import { timesIn } from './times.ts'

/** Pauses that run or are to come, the notices of today, the rules of unusual co-signatures, and the moment from which other notices are shown (null: none known). */
export async function daysJson(db: Db, { id, timeZone }: Pick<GovernmentJson, 'timeZone'> & { id: string }, at: Date) {
  const [blackouts, announcements] = await Promise.all([blackoutsOf(db, id), announcementsOf(db, id)])
  const { shown, until } = shownAt(announcements, at, timeZone)
  const today = localDate(at, timeZone)
  const pauses = blackouts
    .filter((pause) => pause.lastDay >= today)
    .map(({ firstDay, lastDay, reason, stopsSubmitting }) => ({
      first_day: firstDay,
      last_day: lastDay,
      reason: nameJson(reason),
      stops_submitting: stopsSubmitting,
    }))
  const notices = shown.map(({ firstDay, lastDay, words }) => ({
    first_day: firstDay,
    last_day: lastDay,
    text: nameJson(words),
  }))
  const versions = (await ruleVersionsOf(db, id)).filter(({ validFrom }) => validFrom !== null)
  return { json: { pauses, notices, unusual_rules: versions.map((one) => unusualJson(one, timeZone)) }, until }
}

/** What makes co-signatures unusual, in each version of the rules. Shares are from 0 to 1. */
function unusualJson({ version, validFrom, rules }: RuleVersion, timeZone: string) {
  const list = (domains: string) => domains.split(' ').filter(Boolean)
  return {
    version,
    valid_from: timesIn(timeZone).at(validFrom),
    holds_unusual: rules.holdsUnusual,
    series_from: rules.seriesFrom,
    series_share: rules.seriesShare,
    domain_from: rules.domainFrom,
    block_from: rules.blockFrom,
    device_from: rules.deviceFrom,
    mass_from: rules.massFrom,
    unknown_share: rules.unknownShare,
    lone_share: rules.loneShare,
    decided_alone: rules.decidedAlone,
    more_disposable: list(rules.moreDisposable),
    trusted_domains: list(rules.trustedDomains),
  }
}

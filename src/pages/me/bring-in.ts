// What of a copy can begin anew here: drafts and proposals as drafts, follows, preferences. Nothing is overwritten.
import type { FastifyRequest } from 'fastify'
import type { Subject } from '../../domain/following/subject.ts'
import { choose, chosenFor } from '../../domain/notifications/follow-store.ts'
import type { Viewer } from '../../domain/people/viewer.ts'
import { draftBeginner } from '../../domain/proposals/begin-draft.ts'
import { offersOf } from '../../domain/proposals/choices.ts'
import type { Written } from '../../domain/proposals/draft-store.ts'
import { casesOf } from '../../domain/proposals/remove-text.ts'
import type { NamedKind } from '../../domain/retention/named-places.ts'
import { localDate } from '../../lib/calendar.ts'
import { localised } from '../../lib/localised.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { subjectWords } from '../shared/follow-view.ts'
import type { PortableRead } from './copy-form.ts'
import { partsOf, sameHere } from './same-here.ts'

type Reader = Pick<FastifyRequest, 't' | 'language'>
type Draft = PortableRead['drafts']['good'][number]
type Follow = PortableRead['follows']['good'][number]
type Here = Awaited<ReturnType<typeof sameHere>>
/** Why something stays behind; null where it comes in. */
type Why = 'no_government' | 'here' | 'followed' | 'not_found' | 'another' | null
/** `title`: as it is called here, or there where there is no such thing here. */
type Line<What> = { what: What; title: string; why: Why }
export type Plan = {
  drafts: Line<Draft>[]
  follows: (Line<Follow> & { subject: Subject | null })[]
  /** entries of the file that cannot be read */
  unread: number
}

export function bringer({ db, config }: Deps) {
  const beginDraft = draftBeginner({ db, secret: config.secret })

  /** Asked before, for the page that says so, and again as it is done. */
  async function planOf(accounts: string[], copy: PortableRead, reader: Reader): Promise<Plan> {
    const here = await sameHere(db.reads, copy)
    const own = await casesOf(db.reads, accounts)
    return {
      drafts: copy.drafts.good.map((what) => {
        const place = here.placeOf(what.government)
        const isHere = own.some((one) => one.governmentId === place?.id && one.title === what.title)
        return { what, title: what.title, why: !place ? 'no_government' : isHere ? 'here' : null }
      }),
      follows: await Promise.all(copy.follows.good.map((what) => followLine(accounts, here, what, reader))),
      unread: copy.drafts.unread + copy.follows.unread,
    }
  }

  async function followLine(
    accounts: string[],
    here: Here,
    what: Follow,
    reader: Reader,
  ): Promise<Plan['follows'][number]> {
    const place = here.placeOf(what.government)
    const found = place && (await here.followed(place, what))
    const subject = found === 'another' ? null : found
    const followed = subject && (await chosenFor(db.reads, accounts, subject.what)) !== null
    const kept = found === 'another' ? 'another' : subject ? (followed ? 'followed' : null) : 'not_found'
    const city = localised(place?.name ?? here.placeThere(what.government) ?? {}, reader.language) || what.government
    const words =
      subject && place ? await subjectWords(db.reads, reader, place.id, subject) : calledThere(here, what, reader)
    const name = subject?.kind === 'case' ? `${subject.target} ${words}` : words
    return { what, subject, title: `${city} · ${name}`, why: place ? kept : 'no_government' }
  }

  /** How much came in. What is over the day's limit of drafts stays behind. */
  async function bringIn(person: Viewer, plan: Plan, copy: PortableRead, at: Date) {
    const here = await sameHere(db.reads, copy)
    const counts = { brought_drafts: 0, brought_follows: 0 }
    for (const { what, why } of plan.drafts) {
      const place = why ? null : here.placeOf(what.government)
      if (!place) continue
      const begun = await beginDraft(place, person.id, at, await draftHere(here, place, what, at))
      if (begun.ok) counts.brought_drafts++
    }
    for (const { what, why, subject } of plan.follows) {
      const { pace, kinds } = what
      if (why || !subject) continue
      if (await write(db, (tx) => choose(tx, person, subject.what, { pace, kinds }, at))) counts.brought_follows++
    }
    return counts
  }

  /** With the codes of here; what is not offered here stays empty. */
  async function draftHere(
    here: Here,
    place: NonNullable<ReturnType<Here['placeOf']>>,
    what: Draft,
    at: Date,
  ): Promise<Written> {
    const offers = await offersOf(db.reads, place.id, localDate(at, place.timeZone))
    const offered = async (list: { code: string }[], kind: NamedKind, code: string | null) => {
      const known = code && (await here.codeOf(place, kind, code))
      return list.some((entry) => entry.code === known) ? known : null
    }
    const agencies = await Promise.all(what.agencies.map((code) => offered(offers.agencies, 'agency', code)))
    return {
      change: {
        ...{ title: what.title, place: what.place },
        topicCode: await offered(offers.topics, 'topic', what.topic),
        districtCode: await offered(offers.districts, 'district', what.district),
        suggestedAgencies: [...new Set(agencies.flatMap((code) => code || []))],
      },
      text: { problem: what.problem, benefit: what.benefit, asks: what.asks, evidence: what.links },
    }
  }

  return { planOf, bringIn }
}

/** By the words of the copy. */
function calledThere(here: Here, { government, of, case: said }: Follow, { t, language }: Reader): string {
  const { kind, target } = partsOf(of)
  if (kind === 'case') return [target, said?.title].filter(Boolean).join(' ')
  if (kind === 'log') return t('follows.of.log')
  if (kind === 'search') {
    const typed = new URLSearchParams(target).get('q')
    return typed ? t('follows.of.search', { name: t('follows.quoted', { q: typed }) }) : t('follows.of.search_unnamed')
  }
  if (kind === null) return of
  const name = here.nameThere(government, kind, target)
  return t(`follows.of.${kind}`, { name: name ? localised(name, language) : target })
}

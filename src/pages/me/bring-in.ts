// What of a copy can begin anew here: drafts and proposals as drafts, follows, preferences. Nothing is overwritten.
import { subjectOf } from '../../domain/following/subject.ts'
import { listGovernments } from '../../domain/governments/store.ts'
import { choose, chosenFor } from '../../domain/notifications/follow-store.ts'
import type { Viewer } from '../../domain/people/viewer.ts'
import { draftBeginner } from '../../domain/proposals/begin-draft.ts'
import { offersOf } from '../../domain/proposals/choices.ts'
import { casesOf } from '../../domain/proposals/remove-text.ts'
import { localDate } from '../../lib/calendar.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import type { PortableRead } from './copy-form.ts'

type Line<What> = { what: What; title: string; why: Why }
/** Why something stays behind; null where it comes in. */
type Why = 'no_government' | 'here' | 'followed' | 'not_found' | null
export type Plan = {
  drafts: Line<PortableRead['drafts']['good'][number]>[]
  follows: Line<PortableRead['follows']['good'][number]>[]
  /** entries of the file that cannot be read */
  unread: number
}

export function bringer({ db, config }: Deps) {
  const beginDraft = draftBeginner({ db, secret: config.secret })

  /** Asked before, for the page that says so, and again as it is done. */
  async function planOf(accounts: string[], copy: PortableRead): Promise<Plan> {
    const governments = await listGovernments(db.reads)
    const known = (slug: string) => governments.find((one) => one.slug === slug)
    const own = await casesOf(db.reads, accounts)
    const follows = await Promise.all(
      copy.follows.good.map(async (what) => {
        const place = known(what.government)
        const subject = place && (await subjectOf(db.reads, place, what.of))
        const followed = subject && (await chosenFor(db.reads, accounts, subject.what)) !== null
        const why: Why = !place ? 'no_government' : !subject ? 'not_found' : followed ? 'followed' : null
        return { what, title: `${what.government} ${what.of}`, why }
      }),
    )
    return {
      drafts: copy.drafts.good.map((what) => {
        const place = known(what.government)
        const here = own.some((one) => one.governmentId === place?.id && one.title === what.title)
        return { what, title: what.title, why: !place ? 'no_government' : here ? 'here' : null }
      }),
      follows,
      unread: copy.drafts.unread + copy.follows.unread,
    }
  }

  /** How much came in. What is over the day's limit of drafts stays behind. */
  async function bringIn(person: Viewer, plan: Plan, at: Date) {
    const governments = await listGovernments(db.reads)
    const counts = { brought_drafts: 0, brought_follows: 0 }
    for (const { what, why } of plan.drafts) {
      const place = governments.find(({ slug }) => slug === what.government)
      if (why || !place) continue
      const offers = await offersOf(db.reads, place.id, localDate(at, place.timeZone))
      const offered = (list: { code: string }[], code: string | null) =>
        list.some((entry) => entry.code === code) ? code : null
      const begun = await beginDraft(place, person.id, at, {
        change: {
          title: what.title,
          topicCode: offered(offers.topics, what.topic),
          districtCode: offered(offers.districts, what.district),
          place: what.place,
          suggestedAgencies: what.agencies.filter((code) => offered(offers.agencies, code)),
        },
        text: { problem: what.problem, benefit: what.benefit, asks: what.asks, evidence: what.links },
      })
      if (begun.ok) counts.brought_drafts++
    }
    for (const { what, why } of plan.follows) {
      const place = governments.find(({ slug }) => slug === what.government)
      const subject = why || !place ? null : await subjectOf(db.reads, place, what.of)
      const { pace, kinds } = what
      if (subject && (await write(db, (tx) => choose(tx, person, subject.what, { pace, kinds }, at))))
        counts.brought_follows++
    }
    return counts
  }

  return { planOf, bringIn }
}

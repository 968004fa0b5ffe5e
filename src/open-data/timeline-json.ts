// What happened to a case, entry by entry, as other people's scripts read it: the same of one whose text is hidden. Pure.
import { referenceOf } from '../domain/answers/commitment.ts'
import { commitmentTold } from '../domain/answers/told-commitment.ts'
import type { CaseParts } from '../domain/proposals/public-proposal.ts'
import { endsDay } from '../domain/record/told-by-day.ts'
import { toldFacts } from '../domain/record/told-facts.ts'
import { namedJson } from './name-json.ts'
import { timesIn } from './times.ts'

type Parts = Pick<CaseParts, 'timeline' | 'commitments'>

/** Times carry the government's offset. `said`: the public words of a decision, by the digest that its entry keeps. */
export function timelineJson(number: string | null, has: Parts, timeZone: string, said: ReadonlyMap<string, string>) {
  const { at, end } = timesIn(timeZone)
  const told = commitmentTold(has.commitments)
  return has.timeline.map((e) => {
    const commitment = told(e)
    return {
      kind: e.kind,
      role: e.role,
      agency: e.agency && namedJson(e.agency),
      commitment: commitment && referenceOf(number, commitment.number),
      occurred_at: endsDay(e.kind) ? end(e.occurredAt) : at(e.occurredAt),
      recorded_at: at(e.recordedAt),
      facts: toldFacts(e.facts, timeZone),
      reason: said.get(e.digest ?? '') ?? null,
    }
  })
}

// A hand-over as the case page and the desk tell it: to whom, since when, and how long it is late. Pure.
import type { CaseParts } from '../../domain/proposals/public-proposal.ts'
import { daysBetween, localDate } from '../../lib/calendar.ts'

export type HandOverView = CaseParts['handOvers'][number] & {
  underWay: boolean
  /** local days by which its receiver is late; 0 where it is not, or nobody said by when */
  late: number
}

export function handOversOf(handOvers: CaseParts['handOvers'], at: Date, timeZone: string): HandOverView[] {
  const today = localDate(at, timeZone)
  return handOvers.map((one) => {
    const underWay = one.state === 'offered' || one.state === 'open'
    const until = one.endedOn ?? today
    return { ...one, underWay, late: one.dueOn ? Math.max(0, daysBetween(one.dueOn, until)) : 0 }
  })
}

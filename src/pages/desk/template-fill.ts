// A kept text put into the form of an answer, with what its case says of itself. Nothing that was typed is lost.
import { addedTo, type Filling, filledIn } from '../../domain/answers/placeholder.ts'
import type { TemplateWords } from '../../domain/answers/templates.ts'
import type { Government } from '../../domain/governments/government.ts'
import { districtsOf } from '../../domain/governments/store.ts'
import type { ProposalRow } from '../../domain/proposals/store.ts'
import { lastDay } from '../../lib/calendar.ts'
import { type Localised, localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import { formats } from '../../platform/i18n/format.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import type { Values } from '../../platform/web/forms.ts'

/** `agency`: the one that answers. */
export async function fillingOf(
  db: Db,
  government: Government,
  proposal: ProposalRow,
  agency: Localised,
): Promise<Filling> {
  const { timeZone, dates } = government
  const district = (await districtsOf(db, government.id)).find(({ code }) => code === proposal.districtCode)?.name
  const due = proposal.answerDueBefore && lastDay(proposal.answerDueBefore, timeZone)
  const day = (language: string) => (due ? formats(language, timeZone, dates, translator(language)).date(due) : '')
  const inBoth = (say: (language: string) => string) => ({ 'zh-Hant': say('zh-Hant'), en: say('en') })
  return {
    number: inBoth(() => proposal.number ?? ''),
    title: inBoth(() => proposal.title),
    due: inBoth(day),
    agency: inBoth((language) => localised(agency, language)),
    district: inBoth((language) => (district ? localised(district, language) : '')),
  }
}

/** The form's values with the text added to each part; a reason goes to the asks that have none yet. Pure. */
export function withTemplate(values: Values, words: TemplateWords, filling: Filling, asks: number[]): Values {
  const typed = (name: string) => [values[name] ?? ''].flat()[0] ?? ''
  const filled = { ...values }
  for (const part of ['note', 'analysis', 'deliberation'] as const)
    if (words[part]) filled[part] = addedTo(typed(part), filledIn(words[part], filling))
  for (const number of asks)
    if (words.reason && !typed(`reason-${number}`).trim()) filled[`reason-${number}`] = filledIn(words.reason, filling)
  return filled
}

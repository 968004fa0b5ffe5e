// What somebody can do about an answer that is overdue: to whom the rules send them, with a text that is ready to be sent.
import type { FastifyRequest } from 'fastify'
import { lastDay } from '../../lib/calendar.ts'
import { type Localised, localised } from '../../lib/localised.ts'
import { formatsOf } from '../../platform/web/every-page.ts'
import type { OverdueStep, Rules } from '../../schema/values.ts'

/** `to`: as people read it; '' where nobody is named. `mail`: its address as a link that brings the text; null where there is none. */
export type NextStep = { step: OverdueStep; to: string; subject: string; text: string; mail: string | null }

type Said = { number: string; title: string; agency: string; due: string; url: string }
type T = (key: string, params: { [name: string]: unknown }) => string

const address = /[^\s<>()（），,；;：:]+@[^\s<>()（），,；;]+/

/** `contact`: whom to ask in the government, where the rules name nobody. */
function nextStepOf(
  rules: Pick<Rules, 'overdueStep' | 'overdueTo'>,
  contact: Localised | null,
  said: Said,
  { t, language }: { t: T; language: string },
): NextStep {
  const to = rules.overdueTo || (contact ? localised(contact, language) : '')
  const subject = t('case.overdue.subject', said)
  const text = t(`case.overdue.text.${rules.overdueStep}`, said)
  const email = address.exec(to)?.[0]
  const query = `subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text)}`
  return { step: rules.overdueStep, to, subject, text, mail: email ? `mailto:${email}?${query}` : null }
}

type Shown = {
  proposal: { number: string | null; title: string; hiddenAt: Date | null }
  rules: Rules | null
  clock: { kind: string; before?: Date | null }
  assignments: { role: string; name: Localised }[]
}

/** Of a case as its page shows it; null where nothing is overdue, or the case is hidden. */
export function nextStepFor(request: FastifyRequest, shown: Shown, url: string, at: Date): NextStep | null {
  const { government, language, t } = request
  const { proposal, rules, clock, assignments } = shown
  if (clock.kind !== 'overdue' || !clock.before || !rules || proposal.hiddenAt) return null
  const { date } = formatsOf(language, government.timeZone, government.dates, at)
  const lead = assignments.find(({ role }) => role === 'lead')
  const said = {
    ...{ number: proposal.number ?? '', title: proposal.title, url },
    agency: lead ? localised(lead.name, language) : '',
    due: date(lastDay(clock.before, government.timeZone)).replaceAll('\u00a0', ' '), // a mail breaks where it likes
  }
  return nextStepOf(rules, government.contact, said, { t, language })
}

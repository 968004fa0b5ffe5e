// A view of the desk's queue in words: what it shows, and what of it is no longer there. Pure.
import { isAssignable } from '../../domain/governments/government.ts'
import type { QueueView } from '../../domain/moderation/queue-view.ts'
import { type Localised, localised } from '../../lib/localised.ts'

type Agency = { code: string; name: Localised; validFrom: string | null; validTo: string | null }
type Topic = { code: string; name: Localised; retiredAt: Date | null }

/** What the codes of a view are looked up in: also what has ended. `today`: local. */
export type Known = {
  agencies: Agency[]
  topics: Topic[]
  colleagues: { personId: string; name: string }[]
  today: string
}

/** What a view asks for that is not there any more. `name`: what it was called; its code where nobody knows. */
export type Gone = { field: 'agency' | 'topic' | 'officer'; name: string }

/** A view that asks for something gone still opens: cases may still have that topic, agency or officer. */
export function goneFrom(view: QueueView, known: Known, language: string): Gone[] {
  const agency = known.agencies.find(({ code }) => code === view.agency)
  const topic = known.topics.find(({ code }) => code === view.topic)
  const gone: Gone[] = []
  if (view.agency && !(agency && isAssignable(agency, known.today)))
    gone.push({ field: 'agency', name: agency ? localised(agency.name, language) : view.agency })
  if (view.topic && (!topic || topic.retiredAt))
    gone.push({ field: 'topic', name: topic ? localised(topic.name, language) : view.topic })
  if (isPerson(view.officer) && !known.colleagues.some(({ personId }) => personId === view.officer))
    gone.push({ field: 'officer', name: '' })
  return gone
}

const isPerson = (officer: string | null): officer is string => !!officer && officer !== 'me' && officer !== 'nobody'

type Translate = (key: string, params?: { [name: string]: string }) => string

/** What it shows, part by part: whose work, and each filter as the desk calls it. */
export function viewPhrases(view: QueueView, known: Known, t: Translate, language: string): string[] {
  const nameOf = (rows: { code: string; name: Localised }[], asked: string) => {
    const row = rows.find(({ code }) => code === asked)
    return row ? localised(row.name, language) : asked
  }
  const { officer } = view
  const colleague = known.colleagues.find(({ personId }) => personId === officer)?.name ?? t('desk.workload.left')
  const phrases = [t(`desk.scope.${view.show}`)]
  if (view.task) phrases.push(t(`desk.task.${view.task}`))
  if (view.due) phrases.push(t(`desk.group.${view.due}`))
  if (view.agency) phrases.push(nameOf(known.agencies, view.agency))
  if (view.topic) phrases.push(nameOf(known.topics, view.topic))
  if (officer)
    phrases.push(t('desk.views.officer', { name: isPerson(officer) ? colleague : t(`desk.officer.${officer}`) }))
  if (view.q) phrases.push(t('desk.views.words', { words: view.q }))
  return phrases
}

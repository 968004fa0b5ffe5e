// Giving several cases of the queue to a colleague at once: which rows can be ticked, who can get them, and what became of it.
import type { FastifyRequest } from 'fastify'
import { seatMay } from '../../domain/governments/government.ts'
import { colleaguesOf } from '../../domain/governments/seats.ts'
import { officerChoices, worksOn } from '../../domain/moderation/officer.ts'
import type { OnTheDesk } from '../../domain/proposals/give-cases.ts'
import type { Db } from '../../platform/db/database.ts'
import { blankForm, type FormState } from '../../platform/web/forms.ts'
import type { Choice } from '../../platform/web/parts.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { requirePerson } from '../shared/person-guards.ts'
import type { AskedOfDesk } from './desk-query.ts'
import { type QueueFacts, type QueueLine, sealedView } from './desk-queue.ts'
import type { SentForm } from './sent-form.ts'

type Colleagues = Awaited<ReturnType<typeof colleaguesOf>>
type Held = Omit<OnTheDesk, 'proposalId'>

/** The value of a row's box: the case, its desk and who had it when the row was drawn. */
export const boxOf = ({ proposalId, agencyId, personId }: OnTheDesk): string =>
  [proposalId, agencyId ?? '', personId ?? ''].join('_')

/** What such a value says; null where it is none. */
export function readBox(value: string): OnTheDesk | null {
  const [proposalId = '', agencyId, personId, more] = value.split('_')
  if (!proposalId || agencyId === undefined || personId === undefined || more !== undefined) return null
  return { proposalId, agencyId: agencyId || null, personId: personId || null }
}

/** Whether whoever looks may give this away: of a desk of theirs, and nobody else who still works there has it. */
export function mayGive(request: FastifyRequest, colleagues: Colleagues, { agencyId, personId }: Held): boolean {
  const { seats } = request
  if (!seatMay.administer(seats) && !seats.some((seat) => worksOn(agencyId, seat))) return false
  const stays = ({ personId: id, ...seat }: Colleagues[number]) =>
    id === personId && (worksOn(agencyId, seat) || seatMay.administer([seat]))
  const gone = personId !== null && !colleagues.some(stays)
  return officerChoices(
    { personId: requirePerson(request).id, seats },
    personId ? { personId, askerId: null } : null,
    gone,
  ).give
}

/** Whether somebody can get what lies on that desk; null: nobody, which always can. */
export const canHave = (colleagues: Colleagues, to: string | null, agencyId: string | null): boolean =>
  to === null || colleagues.some((one) => one.personId === to && worksOn(agencyId, one))

/** What the queue needs for it; null where nothing shown can be given away. */
export async function assigning(
  reads: Db,
  request: FastifyRequest,
  { queue, sent, asked }: { queue: QueueFacts; sent: SentForm | null; asked: AskedOfDesk },
) {
  const { government, t } = request
  const me = requirePerson(request).id
  const colleagues = await colleaguesOf(reads, government.id)
  const kept = keptForm(request)
  const keptHere = kept?.path.endsWith('/desk/officers') ? kept : null
  const form: FormState = sent?.name === 'assign' ? sent : (keptHere ?? blankForm())
  const all = asked.select === 'all'
  const lines = queue.groups.flatMap((group) => group.items)
  const heldOf = (line: QueueLine): OnTheDesk | null =>
    line.commitmentId ? null : { ...line, personId: line.officerId }
  const givable = lines.flatMap((line) => heldOf(line) ?? []).filter((held) => mayGive(request, colleagues, held))
  if (!givable.length) return null
  const desks = [...new Set(givable.map(({ agencyId }) => agencyId))]
  const able = colleagues.filter((one) => desks.some((desk) => worksOn(desk, one)))
  const people: Choice[] = [...new Map(able.map(({ personId, name }) => [personId, name]))].map(([value, name]) => ({
    value,
    label: value === me ? t('desk.officer.me') : name,
  }))
  const ticked = new Set([form.values.item ?? []].flat())
  const boxes = new Set(givable.map(boxOf))
  const path = `/${government.slug}/desk`
  return {
    view: sealedView(queue.view),
    people: [...people, { value: 'nobody', label: t('desk.officer.nobody') }],
    form,
    /** the same page with each row ticked */
    all: `${path}${queue.viewQuery ? `${queue.viewQuery}&` : '?'}select=all#assign`,
    /** under which the queue is drawn once for this person; null where it has ticks of its own */
    part: ticked.size ? null : `queue of ${me} ${all ? 'all' : ''}`,
    /** the box of a row; null where it has none */
    box: (line: QueueLine) => {
      const held = heldOf(line)
      const value = held && boxOf(held)
      return value && boxes.has(value) ? { value, ticked: all || ticked.has(value) } : null
    },
    notice: outcome(request, asked),
  }
}

/** What became of those that were ticked; null where nothing was. */
function outcome({ done, t }: FastifyRequest, { n, left: leftOver }: AskedOfDesk): string | null {
  if (done !== 'assigned') return null
  const count = Number(n)
  if (!Number.isSafeInteger(count) || count < 1) return null
  const left = numbersIn(leftOver)
  return left.length
    ? t('desk.assign.done_but', { count, numbers: left.join(t('frame.and')) })
    : t('desk.assign.done', { count })
}

const numbersIn = (word: string | undefined): string[] =>
  (word ?? '').split('.').filter((number) => /^\d{4}-\d{4,8}$/.test(number))

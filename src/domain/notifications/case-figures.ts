// What the first lines of a mail say of its case: how many have signed, and how long there is. Pure.
import { usualTimeZone } from '../../config.ts'
import { daysBetween, lastDay, localDate } from '../../lib/calendar.ts'
import { formatNumber } from '../../platform/i18n/format.ts'
import type { MessageFacts, MessageKind } from '../../schema/values.ts'
import { toldCount } from '../record/told-count.ts'
import { type MailContext, momentOf, type OutgoingMessage } from './told.ts'

/** Which clock runs while a case is where a mail tells of it. 'none': only how many have signed. null: nothing is said. */
type Clock = 'closes' | 'due' | 'check' | 'none' | null

const clocks: { [kindOrAct: string]: Clock } = {
  ...of('closes', ['confirm_cosignature', 'already_cosigned', 'early_warning', 'text_corrected_signed']),
  ...of('closes', ['stage_changed.approve', 'stage_changed.unmerge']),
  ...of('due', ['assigned', 'due_14', 'due_7', 'due_0', 'overdue', 'transferred', 'extended', 'answer_release']),
  ...of('due', ['stage_changed.meet_threshold']),
  ...of('check', ['check_due', 'check_overdue', 'stage_changed.submit', 'stage_changed.resubmit']),
  ...of('check', ['stage_changed.reconsider', 'stage_changed.undo']),
  ...of('none', [
    'routed',
    'routed_followed',
    'answer_published',
    'answer_supplemented',
    'merge_question',
    'closing_moved',
  ]),
  ...of('closes', ['case_news.published', 'case_news.unmerged']),
  ...of('due', ['case_news.threshold_met', 'case_news.transferred', 'case_news.extended', 'case_news.overdue']),
  ...of('none', ['case_news.expired', 'case_news.merged', 'case_news.last_seen']),
  ...of('none', ['stage_changed.answer', 'stage_changed.expire', 'stage_changed.lose_sight']),
}

/** Kinds whose date, told to a supporting agency, is that of its own part. */
const ownDates: ReadonlySet<MessageKind> = new Set(['assigned', 'due_14', 'due_7', 'due_0', 'extended', 'transferred'])

const clockOf = (kind: MessageKind, { act, news }: MessageFacts): string =>
  kind === 'stage_changed' ? `stage_changed.${act}` : kind === 'case_news' ? `case_news.${news}` : kind

function of(clock: Clock, kinds: string[]): { [kind: string]: Clock } {
  return Object.fromEntries(kinds.map((kind) => [kind, clock]))
}

/**
 * A line each. Days are counted from the moment of the message, so that each attempt says the same. A date that has passed is
 * said to be over, and never how many days are left.
 */
export function caseFigures(
  { kind, facts, createdAt }: OutgoingMessage,
  { t, date, government, proposal }: MailContext,
): string[] {
  const clock = clocks[clockOf(kind, facts)] ?? null
  if (!clock || !proposal || (kind === 'assigned' && !facts.role)) return []
  const isOwnPart = (!!facts.part || (ownDates.has(kind) && facts.role === 'supporting')) && !!facts.due_before
  const zone = government?.timeZone ?? usualTimeZone
  const today = localDate(createdAt, zone)
  const before = {
    closes: momentOf(facts.closes_before) ?? proposal.closesBefore,
    due: momentOf(facts.due_before) ?? proposal.answerDueBefore,
    check: momentOf(facts.due_before) ?? proposal.checkDueBefore,
    none: null,
  }[clock]
  const lines = clock === 'check' ? [] : [signed()]
  if (before) lines.push(until(lastDay(before, zone)))
  return lines

  function signed(): string {
    const { countUnsaid, ...now } = proposal!
    const count = toldCount({ count: typeof facts.count === 'number' ? facts.count : now.count, countUnsaid })
    if (count === null) return t('share.count_unsaid')
    const params = { count, signed: formatNumber(count), threshold: formatNumber(proposal!.threshold ?? 0) }
    return t(proposal!.threshold ? 'mail.figures.signed_of' : 'mail.figures.signed', params)
  }

  function until(day: string): string {
    const left = daysBetween(today, day)
    const state = left > 0 ? 'left' : left === 0 ? 'today' : 'over'
    return t(`mail.figures.${isOwnPart ? 'part' : clock}.${state}`, {
      date: date(day),
      days: t('mail.days', { count: Math.abs(left) }),
    })
  }
}

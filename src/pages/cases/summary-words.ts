// The sentences of a summary in the language of the page.
import type { FastifyRequest } from 'fastify'
import { localised } from '../../lib/localised.ts'
import { formatNumber } from '../../platform/i18n/format.ts'
import { formatsOf } from '../../platform/web/every-page.ts'
import type { Sentence } from './press-summary.ts'

type Asked = Pick<FastifyRequest, 't' | 'language' | 'government'>

export function inSentences(sentences: Sentence[], { t, language, government }: Asked, at: Date): string[] {
  const { date, dueDay } = formatsOf(language, government.timeZone, government.dates, at)
  const list = (names: string[]) => names.join(t('frame.and'))
  return sentences.map((s) =>
    t(`document.summary.${s.words}`, {
      date: s.before ? date(dueDay(s.before)) : s.day ? date(s.day) : '',
      n: s.count === undefined ? '' : formatNumber(s.count),
      of: s.of === undefined ? '' : formatNumber(s.of),
      agency: s.agency ? localised(s.agency, language) : '',
      supporting: list((s.supporting ?? []).map((name) => localised(name, language))),
      decisions: list(
        (s.decisions ?? []).map(({ decision, count }) =>
          t(`document.summary.decision.${decision}`, { n: formatNumber(count) }),
        ),
      ),
      number: s.number ?? '',
      reason: s.reason ? localised(s.reason, language) : '',
      source: s.source ?? '',
      ...(s.kept === undefined ? {} : { count: s.kept, kept: formatNumber(s.kept) }),
      late: s.late === undefined ? '' : formatNumber(s.late),
      government: localised(government.name, language),
    }),
  )
}

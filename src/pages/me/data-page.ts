// My data: every item held about the person who is signed in, in words, from every table that holds people.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { usualTimeZone } from '../../config.ts'
import { accountsBeside } from '../../domain/people/mailboxes.ts'
import { type Held, heldOf } from '../../domain/retention/held.ts'
import { reasonsToLeaveOut, type Section, sections } from '../../domain/retention/person-tables.ts'
import { longestKept } from '../../domain/retention/retention-rules.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { formats } from '../../platform/i18n/format.ts'
import { render } from '../../platform/web/view.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { consentRows } from './consent-rows.ts'
import { namesFor } from './data-names.ts'
import type { DataRow, DataSection } from './data-pages.ts'
import type { Words } from './data-rows.ts'
import { linesOf } from './data-words.ts'
import { lookRows } from './look-rows.ts'
import { mailRows } from './mail-rows.ts'

/** Rows of each table. Of a page to be kept (`whole`) there are more; all of them are in the file: 100,000 mails as a page took ten seconds. */
const shown = { page: 20, whole: 1000 }

const comesFrom = (section: Section): DataSection['from'] => {
  if (section === 'looks') return 'staff'
  if (section === 'letters') return 'both'
  if (section === 'staff') return 'seat'
  return ['sessions', 'mails', 'former', 'consents', 'came'].includes(section) ? 'us' : 'you'
}

export const dataPage =
  (deps: Deps) =>
  async (
    request: FastifyRequest,
    reply: FastifyReply,
    notice: string | null = null,
    whole = false,
  ): Promise<string> => {
    const { db, now } = deps
    const person = requirePerson(request)
    const { t, language } = request
    const accounts = await accountsBeside(db.reads, person)
    const kept = await longestKept(db.reads, now())
    const most = whole ? shown.whole : shown.page
    const held = await heldOf(db.reads, accounts, most)
    const names = await namesFor(db.reads, request, { cases: idsIn(held), accounts })
    const place = request.government as FastifyRequest['government'] | undefined
    const { date, dateTime } = formats(language, place?.timeZone ?? usualTimeZone, place?.dates ?? 'gregorian', t)
    const words: Words = { ...{ t, language, date, dateTime, kept, names, whole }, now: now() }
    const linesIn = async (tables: Held[]) => (await Promise.all(tables.map((one) => linesOf(one, words)))).flat()
    const listed = (section: Section) =>
      held.filter((one) => one.section === section && (whole || !withoutLines.includes(one.table)))
    const rowsOf: { [section in Section]?: () => Promise<DataRow[]> } = {
      consents: () => consentRows(db.reads, accounts, words),
      mails: async () => [
        ...(await linesIn(listed('mails').filter(({ table }) => table !== 'outbox'))),
        ...(await mailRows(deps, request, { accounts, most }, words)),
      ],
      looks: () => lookRows(db.reads, accounts, most, words),
    }
    const all = await Promise.all(
      sections
        .filter((id) => id !== 'staff' || held.some(({ section }) => section === id))
        .map(async (id): Promise<DataSection> => {
          const rows = await (rowsOf[id]?.() ?? linesIn(listed(id)))
          const counted = listed(id).filter(({ table }) => table !== 'digest_items') // one line says how many
          const total = id === 'staff' ? rows.length : counted.reduce((sum, { count }) => sum + count, 0)
          return {
            ...{ id, rows, from: comesFrom(id), more: Math.max(0, total - rows.length) },
            none: id === 'consents' || id === 'looks' ? t(`own.${id.slice(0, -1)}.none`) : '',
          }
        }),
    )
    return render(request, reply, 'me/data', {
      ...{ title: t('own.title'), nav: 'me', notice, whole, ...kept },
      leftOut: [...reasonsToLeaveOut, 'numbers', 'notes', 'typed', 'digests', 'receipts'],
      sections: all.filter(({ rows, none }) => rows.length || none),
      absent: all.filter(({ rows, none }) => !rows.length && !none).map(({ id }) => id),
    })
  }

/** Of these what they belong to is said already; the copy shows them. */
const withoutLines = ['proposal_texts', 'text_versions', 'asks', 'evidence', 'corrections', 'webhook_deliveries']

const idsIn = (held: Held[]): string[] => [
  ...new Set(held.flatMap(({ lines }) => lines.flatMap(({ caseId }) => caseId ?? []))),
]

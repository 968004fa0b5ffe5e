// My data: every item held about the person who is signed in, in words, from every table that holds people.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { usualTimeZone } from '../../config.ts'
import { districtsOf, listGovernments } from '../../domain/governments/store.ts'
import { looksAt } from '../../domain/moderation/looks.ts'
import { accountsBeside } from '../../domain/people/mailboxes.ts'
import { caseNames } from '../../domain/proposals/case-names.ts'
import { type Held, heldOf } from '../../domain/retention/held.ts'
import { reasonsToLeaveOut, type Section, sections } from '../../domain/retention/person-tables.ts'
import { longestKept } from '../../domain/retention/retention-rules.ts'
import { localised } from '../../lib/localised.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { draftPath, proposalPath } from '../../platform/http/paths.ts'
import { formats } from '../../platform/i18n/format.ts'
import { render } from '../../platform/web/view.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { consentRows } from './consent-rows.ts'
import type { DataRow, DataSection } from './data-pages.ts'
import { plainRow, type Words } from './data-rows.ts'
import { linesOf } from './data-words.ts'
import { mailRows } from './mail-rows.ts'
import { followsOf } from './my-follows.ts'

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
    const governments = await listGovernments(db.reads)
    const slugOf = (id: string) => ({ slug: governments.find((one) => one.id === id)?.slug ?? '' })
    const names = await caseNames(db.reads, idsIn(held), accounts)
    const place = request.government as FastifyRequest['government'] | undefined
    const { date, dateTime } = formats(language, place?.timeZone ?? usualTimeZone, place?.dates ?? 'gregorian', t)
    const words: Words = {
      ...{ t, language, date, dateTime, kept },
      caseLink: (id) => {
        const found = id === null ? null : names.get(id)
        if (!found) return null
        const of = slugOf(found.governmentId)
        return {
          href: found.number ? proposalPath(of, found.number) : draftPath(of, found.id),
          words: [found.number, found.title || t('proposals.untitled')].filter(Boolean).join(' '),
        }
      },
    }
    const linesIn = (...tables: string[]) =>
      held.filter(({ table }) => tables.includes(table)).flatMap((one) => linesOf(one, words, districtRows, whole))
    const districts = await Promise.all(
      governments.map(async ({ id, name }) => ({ id, name, list: await districtsOf(db.reads, id) })),
    )
    const districtRows = (rows: Held['rows']) =>
      rows.map((row) => {
        const place = districts.find(({ id }) => id === row.government_id)
        const district = place?.list.find(({ code }) => code === row.district_code)
        return t('own.row.district', {
          government: localised(place?.name ?? {}, language),
          district: district ? localised(district.name, language) : String(row.district_code),
        })
      })
    const rowsOf: { [section in Section]?: () => Promise<DataRow[]> } = {
      consents: () => consentRows(db.reads, request, accounts, governments, { ...words, now: now() }),
      mails: async () => [
        ...linesIn('returned_mail'),
        ...(await mailRows(deps, request, { accounts, most }, words)),
        ...linesIn('mailings'),
      ],
      follows: async () => [
        ...(await followsOf(db.reads, request, governments)).map(({ name, path, chosen }) =>
          plainRow('', [chosen], { href: path, words: name }),
        ),
        ...linesIn('follows', 'list_follows', 'digest_items'),
      ],
      looks: async () =>
        (await looksAt(db.reads, accounts)).map(({ proposalId, at, reason, seats }) => {
          const who = seats.map(({ role, agency }) => {
            const named = { role: t(`mail.role.${role}`), agency: agency ? localised(agency, language) : '' }
            return t(agency ? 'own.look.seat_of' : 'own.look.seat', named)
          })
          const why = reason === null ? t('own.look.own') : t('own.look.reason', { reason })
          return plainRow(
            who.join(t('frame.and')) || t('own.look.gone'),
            [words.dateTime(at), why],
            words.caseLink(proposalId),
          )
        }),
    }
    const all = await Promise.all(
      sections
        .filter((id) => id !== 'staff' || held.some(({ section }) => section === id))
        .map(async (id): Promise<DataSection> => {
          const tables = held.filter(({ section, table }) => section === id && (whole || !withoutLines.includes(table)))
          const own = rowsOf[id]
          const rows = own ? await own() : tables.flatMap((one) => linesOf(one, words, districtRows, whole))
          const listed = id === 'mails' ? tables.filter(({ table }) => table !== 'mailings') : tables
          const total = id === 'staff' ? rows.length : listed.reduce((sum, { count }) => sum + count, 0)
          const none = id === 'consents' || id === 'looks' ? t(`own.${id.slice(0, -1)}.none`) : ''
          return {
            id,
            from: comesFrom(id),
            rows,
            more: own && id !== 'mails' ? 0 : Math.max(0, total - rows.length),
            none,
          }
        }),
    )
    return render(request, reply, 'me/data', {
      ...{ title: t('own.title'), nav: 'me', notice, whole, ...kept },
      leftOut: [...reasonsToLeaveOut, 'notes', 'typed', 'digests', 'receipts'],
      sections: all.filter(({ rows, none }) => rows.length || none),
      absent: all.filter(({ rows, none }) => !rows.length && !none).map(({ id }) => id),
    })
  }

/** Of these what they belong to is said already; the copy shows them. */
const withoutLines = ['proposal_texts', 'text_versions', 'asks', 'evidence', 'corrections', 'webhook_deliveries']

const idsIn = (held: Held[]): string[] => [
  ...new Set(held.flatMap(({ lines }) => lines.flatMap(({ caseId }) => caseId ?? []))),
]

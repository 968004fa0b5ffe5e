// What a citation may say of a case at this moment: nothing of a text that is not public, and how far the case came. Pure.
import type { Government } from '../../domain/governments/government.ts'
import { isLookedAtAgain } from '../../domain/proposals/proposal.ts'
import type { CaseParts, CaseRow } from '../../domain/proposals/public-proposal.ts'
import { localDate } from '../../lib/calendar.ts'
import { localised } from '../../lib/localised.ts'
import type { Translate } from '../../platform/i18n/i18n.ts'
import type { Cited } from './citation.ts'

type Of = {
  row: CaseRow
  has: Pick<CaseParts, 'decisions'>
  /** everybody may read its text */
  shown: boolean
}
/** The version that is cited: its address below the case's, its title, and since when it stands. */
type Version = { path: string; title: string; from: Date | null }

export function citedCase(
  { row, has, shown }: Of,
  version: Version | null,
  government: Pick<Government, 'slug' | 'name' | 'timeZone'>,
  page: { language: string; t: Translate; origin: string; at: Date },
): Cited {
  const { t, language, origin, at } = page
  const id = `${origin}/${government.slug}/proposals/${row.number}`
  const name = localised(government.name, language)
  const open = shown && !row.hiddenAt
  const title = open ? (version?.title ?? row.title) : t('case.title_hidden', { number: row.number })
  const since = open && version ? version.from : (row.publishedAt ?? row.submittedAt)
  return {
    title,
    author: open ? row.authorName : null,
    ...{ government: name, site: t('frame.title', { name }), number: row.number!, id },
    url: open && version ? `${id}${version.path}` : id,
    issued: since && localDate(since, government.timeZone),
    accessed: localDate(at, government.timeZone),
    note: noteOf(row, has, t),
    // the language of the title: of the text, or of the page where that is all there is
    language: open ? (/\p{Script=Han}/u.test(title) ? 'zh-TW' : 'en') : language.startsWith('zh') ? 'zh-TW' : language,
  }
}

/** What would be untrue to leave out. */
function noteOf(p: CaseRow, { decisions }: Pick<CaseParts, 'decisions'>, t: Translate): string | null {
  if (p.hiddenAt) return t('document.note.hidden')
  if (p.stage === 'merged') {
    const into = decisions.find(({ kind }) => kind === 'merged')?.target
    return into ? t('document.note.merged_into', { number: into }) : t('document.note.merged')
  }
  if (isLookedAtAgain(p)) return t('document.note.refused')
  if (p.stage === 'refused' || p.stage === 'withdrawn' || p.stage === 'expired') return t(`document.note.${p.stage}`)
  if (p.source && p.seenOn) return t('document.note.source', { source: p.source.name, date: p.seenOn })
  return null
}

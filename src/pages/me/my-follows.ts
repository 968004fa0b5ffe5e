// What somebody follows, each with the form that changes it.
import type { FastifyRequest } from 'fastify'
import { subjectKey } from '../../domain/following/subject.ts'
import { followedCases, followedListsOf } from '../../domain/notifications/follow-store.ts'
import { nameOfList } from '../../domain/notifications/list-names.ts'
import { accountsBeside } from '../../domain/people/mailboxes.ts'
import { keptSearch } from '../../domain/search/finds-case.ts'
import type { Db } from '../../platform/db/database.ts'
import { proposalPath } from '../../platform/http/paths.ts'
import { choiceWords, followChoice, followPath, subjectWords } from '../shared/follow-view.ts'
import { requirePerson } from '../shared/person-guards.ts'
import type { FollowLine } from './me-pages.ts'

type Place = { id: string; slug: string }

/** How many co-signatures, and how many followed cases, my page lists. Whoever has more finds them in their copy. */
export const mostListed = 100

/** Cases first, then lists, each the newest first. A hidden case goes by its number. `cut`: there are more cases. */
export async function followsOf(
  db: Db,
  request: FastifyRequest,
  governments: Place[],
): Promise<{ lines: FollowLine[]; cut: boolean }> {
  const { t } = request
  const accounts = await accountsBeside(db, requirePerson(request))
  const [cases, lists] = await Promise.all([followedCases(db, accounts, mostListed + 1), followedListsOf(db, accounts)])
  const slugOf = (governmentId: string) => governments.find(({ id }) => id === governmentId)?.slug ?? ''
  const ofCases = cases.slice(0, mostListed).map(({ number, title, hiddenAt, governmentId, ...chosen }): FollowLine => {
    const slug = slugOf(governmentId)
    const of = subjectKey('case', number ?? '')
    return {
      name: hiddenAt ? (number ?? '') : title,
      path: proposalPath({ slug }, number),
      number,
      chosen: choiceWords(t, chosen),
      choice: followChoice(t, slug, { of, kind: 'case' }, chosen, { id: `${number}-`, from: 'me' }),
    }
  })
  const ofLists = await Promise.all(
    lists.map(async ({ id, governmentId, kind, target, ...chosen }): Promise<FollowLine> => {
      const slug = slugOf(governmentId)
      const of = subjectKey(kind, target)
      const name = kind === 'search' ? null : await nameOfList(db, { governmentId, kind, target })
      const query = kind === 'search' ? keptSearch(target) : null
      return {
        name: await subjectWords(db, request, governmentId, { kind, name, query }),
        path: followPath(slug, of),
        number: null,
        chosen: choiceWords(t, chosen, kind),
        choice: followChoice(t, slug, { of, kind }, chosen, { id: `${id}-`, from: 'me' }),
      }
    }),
  )
  return { lines: [...ofCases, ...ofLists], cut: cases.length > mostListed }
}

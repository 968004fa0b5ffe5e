// Ways to cases by topic, for somebody who searches in another language than cases are written in.
import type { FastifyRequest } from 'fastify'
import { offered, topicsOf } from '../../domain/governments/store.ts'
import { everything, type ListQuery, listAddress } from '../../domain/search/list-query.ts'
import { topicsInUse } from '../../domain/search/list-store.ts'
import { localised } from '../../lib/localised.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Stage } from '../../schema/values.ts'
import type { ListPage } from './list-pages.ts'

/** Null where cases are in the reader's language. Topics that have a case in these stages: what is offered here never leads to an empty list. Imported cases have no topic. */
export async function topicsFor(
  db: Db,
  { government, language }: Pick<FastifyRequest, 'government' | 'language'>,
  path: string,
  stages: readonly Stage[],
  { q }: ListQuery,
): Promise<ListPage['byTopic']> {
  if (language === 'zh-Hant' || government.languages[0] !== 'zh-Hant' || !/[a-z]/i.test(q)) return null
  const [topics, inUse] = await Promise.all([topicsOf(db, government.id), topicsInUse(db, government.id, stages)])
  return offered(topics)
    .filter(({ code }) => inUse.has(code))
    .map(({ code, name }) => ({
      label: localised(name, language),
      href: listAddress(path, everything, { topic: [code] }),
    }))
}

// What every address of data begins with: its government, and the names of its codes.
import { districtsOf, findGovernment, topicsOf } from '../domain/governments/store.ts'
import type { Db } from '../platform/db/database.ts'
import { httpError } from '../platform/http/http-error.ts'
import type { Names } from './case-head.ts'

/** Throws 404 for a government that is not there. */
export async function governmentOr404(db: Db, slug: string) {
  const government = await findGovernment(db, slug)
  if (!government) throw httpError(404, 'errors.no_government')
  return government
}

export async function namesOf(db: Db, governmentId: string): Promise<Names> {
  const [topics, districts] = await Promise.all([topicsOf(db, governmentId), districtsOf(db, governmentId)])
  return { topics: new Map(topics.map((t) => [t.code, t])), districts }
}

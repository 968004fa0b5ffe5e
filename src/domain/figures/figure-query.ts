// What figures are asked for by: the page and the data take the same parameters, and refuse the same ones.
import { z } from 'zod'
import { isIgnored, type Query } from '../../platform/http/query.ts'
import { type Scope, type Slice, scopes } from './figures.ts'

export const figureParameters = z.object({
  agency: z.string().optional(),
  topic: z.string().optional(),
  year: z
    .string()
    .regex(/^[1-9]\d{3}$/)
    .optional(),
  /** lines of that alone */
  scope: z.enum(scopes).optional(),
})

export type FigureQuery = { slice: Slice; scope: Scope | null }
type FigureParameter = keyof typeof figureParameters.shape

export const everyCase: Slice = { agencyId: null, topic: null, year: null }

/** A form sends empty ones; they ask for nothing. The last of several counts. `unknown`: no parameter of figures. */
export function readFigureQuery(
  typed: Query,
  agencies: readonly { id: string; code: string }[],
  topics: readonly { code: string }[],
): { ok: true; query: FigureQuery } | { ok: false; wrong: FigureParameter | 'unknown' } {
  const given = Object.entries(typed).filter(([name]) => !isIgnored(name))
  if (given.some(([name]) => !Object.hasOwn(figureParameters.shape, name))) return { ok: false, wrong: 'unknown' }
  const filled = given.flatMap(([name, value]) => {
    const last = [value].flat().at(-1)
    return last === undefined || last === '' ? [] : [[name, last]]
  })
  const read = figureParameters.safeParse(Object.fromEntries(filled))
  if (!read.success) return { ok: false, wrong: read.error.issues[0]!.path[0] as FigureParameter }
  const { agency, topic, year, scope = null } = read.data
  const found = agencies.find(({ code }) => code === agency)
  if (agency !== undefined && !found) return { ok: false, wrong: 'agency' }
  if (topic !== undefined && !topics.some(({ code }) => code === topic)) return { ok: false, wrong: 'topic' }
  const slice = { agencyId: found?.id ?? null, topic: topic ?? null, year: year === undefined ? null : Number(year) }
  return { ok: true, query: { slice, scope } }
}

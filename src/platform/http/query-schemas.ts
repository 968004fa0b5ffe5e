// What an address may be asked after its `?`, as schemas of routes. A page lets through what it does not know: links gather
// parameters on their way. An address of data refuses it: a typing mistake is not to be taken for an answer.
import { z } from 'zod'
import { isIgnored } from './query.ts'

/** One word; undefined where there is none, or several. */
export const word = z.string().optional().catch(undefined)

/** Of a page: the words that it reads, each undefined where it is missing or stands there several times. */
export const pageQuery = <Name extends string>(...names: Name[]) =>
  z.looseObject(Object.fromEntries(names.map((name) => [name, word])) as { [name in Name]: typeof word })

/** All of it, for a reader who says in words what cannot be meant: of lists, figures and the register. */
export const wholeQuery = z.looseObject({})

const meant = (given: unknown) => Object.fromEntries(Object.entries(given ?? {}).filter(([name]) => !isIgnored(name)))

/** Of an address of data: any other parameter is 400 (web/error-pages.ts), but for those that mean nothing anywhere. */
export const dataQuery = <Shape extends z.ZodRawShape>(shape: Shape) => z.preprocess(meant, z.strictObject(shape))

/** Of an address of data that takes none. */
export const noQuery = dataQuery({})

// The contract as a page: every address with its parameters and answers, every kind of answer with its fields.
import { readFileSync } from 'node:fs'
import type { Government } from '../domain/governments/government.ts'
import type { Translate } from '../platform/i18n/i18n.ts'
import type { InPlace } from '../platform/web/view.ts'
import type { JsonSchema, OpenApi, Schemas } from './contract/openapi.ts'

/** `schema`: the kind of answer that it is, described below on the page. */
type Type = { name: string; schema: string | null; list: boolean; optional: boolean; choices: string[] }
type Field = { name: string; type: Type; words: string }

export type InterfacePage = InPlace & {
  rules: string[]
  /** programs that run as they stand, each with the same answer */
  examples: { name: string; text: string }[]
  operations: {
    id: string
    title: string
    words: string
    path: string
    /** one that can be tried, of this government; null where a case or a file has to be named first */
    example: string | null
    parameters: Field[]
    answers: { status: string; types: { mediaType: string; type: Type }[]; words: string }[]
  }[]
  schemas: { name: string; fields: Field[] }[]
}

const examples = (['curl', 'Python', 'R', 'TypeScript'] as const).map((name) => {
  const file = new URL(`../../views/data/examples/${name.toLowerCase()}.txt`, import.meta.url)
  return { name, text: readFileSync(file, 'utf8') }
})

declare module '../platform/web/view.ts' {
  interface Pages {
    'data/api': InterfacePage
  }
}

/** A message that is a list, a line each. */
export const listed = (text: string): string[] => text.split('\n').map((line) => line.replace(/^- /, ''))

export function interfaceShown(
  { paths, components, servers }: OpenApi,
  { slug }: Pick<Government, 'slug'>,
  t: Translate,
): Pick<InterfacePage, 'rules' | 'examples' | 'operations' | 'schemas'> {
  const field = (name: string, schema: JsonSchema, words: string): Field => ({ name, type: typeOf(schema, t), words })
  return {
    rules: listed(t('api.rules')),
    examples: examples.map(({ name, text }) => ({
      name,
      text: text.replaceAll('ORIGIN', servers[0]!.url).replaceAll('GOVERNMENT', slug),
    })),
    operations: Object.entries(paths).map(([path, { get }]) => ({
      id: get.operationId,
      title: path.endsWith('{format}') ? t('api.as_file', { title: get.summary }) : get.summary,
      words: get.description,
      path,
      example: exampleOf(path, slug, servers[0]!.url),
      parameters: get.parameters.map((one) => field(one.name, one.schema, one.description)),
      answers: Object.entries(get.responses).map(([status, { description, content = {} }]) => ({
        status,
        words: description,
        types: Object.entries(content).map(([mediaType, { schema }]) => ({ mediaType, type: typeOf(schema, t) })),
      })),
    })),
    schemas: Object.entries(components.schemas)
      .filter(([name]) => name !== 'CaseFields') // the same fields as a case
      .map(([name, schema]) => ({
        name,
        fields: Object.entries((schema.properties ?? {}) as Schemas).map(([of, one]) =>
          field(of, one, String(one.description ?? '')),
        ),
      })),
  }
}

function exampleOf(path: string, slug: string, origin: string): string | null {
  const filled = path.replace('{gov}', slug).replace('{format}', 'csv').replace('{table}', 'proposals')
  return filled.includes('{') ? null : `curl '${origin}${filled}'`
}

function typeOf(schema: JsonSchema, t: Translate): Type {
  const plain = { schema: null, list: false, optional: false, choices: [] as string[] }
  const some = schema.anyOf as JsonSchema[] | undefined
  if (some) {
    const isNull = (one: JsonSchema) => one.type === 'null'
    const [first = {}] = some.filter((one) => !isNull(one))
    return { ...typeOf(first, t), optional: some.some(isNull) }
  }
  const ref = schema.$ref as string | undefined
  const named = ref?.split('/').at(-1)
  if (named) return { ...plain, name: named, schema: named === 'CaseFields' ? 'Case' : named }
  if (schema.type === 'array') return { ...typeOf((schema.items ?? {}) as JsonSchema, t), list: true }
  const types = [schema.type ?? 'any'].flat().map(String)
  const [kind = 'any'] = types.filter((one) => one !== 'null')
  const format = String(schema.format ?? '')
  const name = t(`api.types.${format === 'date-time' ? 'time' : format === 'date' || format === 'uri' ? format : kind}`)
  return { ...plain, name, optional: types.includes('null'), choices: ((schema.enum ?? []) as unknown[]).map(String) }
}

// The contract of the data interface, OpenAPI 3.1, written from what the routes themselves say.
import { z } from 'zod'
import type { ContractOperation } from '../../platform/http/contract.ts'
import type { Translate } from '../../platform/i18n/i18n.ts'
import { license, licenseUrl } from '../case-head.ts'
import { meaningOf } from '../data-page.ts'
import { problem } from './values.ts'

export type JsonSchema = { [key: string]: unknown }
export type Schemas = { [name: string]: JsonSchema }
type Parameter = {
  name: string
  in: 'path' | 'query'
  required: boolean
  description: string
  schema: JsonSchema
  style?: string
  explode?: boolean
}
type Content = { [mediaType: string]: { schema: JsonSchema } }
type Reply = { description: string; content?: Content; headers?: { [name: string]: { $ref: string } } }
export type OpenApi = {
  openapi: '3.1.1'
  info: { [key: string]: unknown }
  servers: { url: string }[]
  paths: { [path: string]: { get: OperationJson } }
  components: { schemas: Schemas; headers: { [name: string]: JsonSchema } }
}
type OperationJson = {
  operationId: string
  summary: string
  description: string
  parameters: Parameter[]
  responses: { [status: string]: Reply }
}

/** What anything may answer, beside what it is asked for. */
const usualProblems = [400, 404, 429, 503]
const headersOf = ['ETag', 'RateLimit', 'RateLimit-Policy']

/** The contract in the language of `t`. `origin`: where this server is reached. */
export function openApi(operations: readonly ContractOperation[], t: Translate, origin: string): OpenApi {
  const { refs, schemas } = schemasOf(operations)
  const content = (schema: z.ZodType | null): JsonSchema => (schema ? refs.get(schema)! : {})
  const problemOf = (status: number): Reply => ({
    description: t(`errors.${status}.title`),
    content: { 'application/problem+json': { schema: content(problem) } },
  })
  const reply = (words: string, types: [string, z.ZodType | null][]): Reply => ({
    description: words,
    headers: Object.fromEntries(headersOf.map((name) => [name, { $ref: `#/components/headers/${name}` }])),
    content: Object.fromEntries(types.map(([type, schema]) => [type, { schema: content(schema) }])),
  })
  const operation = (told: ContractOperation): OperationJson => {
    const { ok, words } = wordsOf(told, t)
    const types: [string, z.ZodType | null][] = [
      ...Object.entries(told.files ?? {}),
      ...(told.answers[200] ? [['application/json', told.answers[200]] as [string, z.ZodType]] : []),
    ]
    const others = Object.entries(told.answers).filter(([status]) => status !== '200')
    return {
      operationId: told.id,
      summary: ok,
      description: words,
      parameters: parametersOf(told, t),
      responses: {
        ...(told.redirects ? { 302: { description: t('api.redirects') } } : { 200: reply(ok, types) }),
        ...(told.redirects ? {} : { 304: { description: t('api.not_modified') } }),
        ...Object.fromEntries(
          [...usualProblems, ...(told.problems ?? [])].map((status) => [status, problemOf(status)]),
        ),
        ...Object.fromEntries(
          others.map(([status, schema]) => [
            status,
            {
              ...problemOf(Number(status)),
              content: {
                'application/json': { schema: content(schema) },
                'application/problem+json': { schema: content(schema) },
              },
            },
          ]),
        ),
      },
    }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: t('api.title'),
      version: '1',
      description: t('api.lead'),
      license: { name: license, url: licenseUrl },
    },
    servers: [{ url: origin }],
    paths: Object.fromEntries(operations.map((told) => [told.path, { get: operation(told) }])),
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, described(name, schema, t)])),
      headers: Object.fromEntries(
        headersOf.map((name) => [name, { description: t(`api.headers.${name}`), schema: { type: 'string' } }]),
      ),
    },
  }
}

/** Its title and its words. Tables are described where their page takes its words from. */
export function wordsOf({ id }: Pick<ContractOperation, 'id'>, t: Translate): { ok: string; words: string } {
  const table = /^table_([a-z]+)(_accepted)?$/.exec(id)?.[1]
  return table
    ? { ok: t(`data.tables.${table}.title`), words: t(`data.tables.${table}.words`) }
    : { ok: t(`api.operations.${id}.title`), words: t(`api.operations.${id}.words`) }
}

function parametersOf({ path, choices = {}, query }: ContractOperation, t: Translate): Parameter[] {
  const description = (name: string) => t(`api.parameters.${name}`)
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(
    ([, name]): Parameter => ({
      ...{ name: name!, in: 'path', required: true, description: description(name!) },
      schema: { type: 'string', ...(choices[name!] ? { enum: [...choices[name!]!] } : {}) },
    }),
  )
  const asked = query ? (jsonOf(query).properties as Schemas) : {}
  return [
    ...inPath,
    ...Object.entries(asked).map(
      ([name, schema]): Parameter => ({
        ...{ name, in: 'query', required: false, description: description(name), schema },
        ...(schema.type === 'array' ? { style: 'form', explode: true } : {}),
      }),
    ),
  ]
}

/** Every named schema, and for each that a route names the reference to it. */
function schemasOf(operations: readonly ContractOperation[]): { refs: Map<z.ZodType, JsonSchema>; schemas: Schemas } {
  const used = new Set<z.ZodType>([problem])
  for (const { answers, files = {} } of operations)
    for (const schema of [...Object.values(answers), ...Object.values(files)]) if (schema) used.add(schema)
  const all = [...used]
  const { properties, $defs } = jsonOf(z.object(Object.fromEntries(all.map((schema, i) => [`s${i}`, schema])))) as {
    properties: Schemas
    $defs: Schemas
  }
  const schemas = Object.entries($defs).map(([name, { id: _, ...schema }]) => [name, schema] as const)
  return {
    refs: new Map(all.map((schema, i) => [schema, properties[`s${i}`]!])),
    schemas: Object.fromEntries(schemas.sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

/** As it is asked or answered, with references to the contract's own list of schemas. */
function jsonOf(schema: z.ZodType): JsonSchema {
  const json = z.toJSONSchema(schema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema.type === 'integer') delete jsonSchema.pattern // it says how a number is typed in an address
    },
  })
  return JSON.parse(JSON.stringify(json).replaceAll('#/$defs/', '#/components/schemas/'))
}

/** With words to each field. */
function described(name: string, schema: JsonSchema, t: Translate): JsonSchema {
  const properties = schema.properties as Schemas | undefined
  if (!properties) return schema
  return {
    ...schema,
    properties: Object.fromEntries(
      Object.entries(properties).map(([field, of]) => [field, { ...of, description: fieldWords(name, field, t) }]),
    ),
  }
}

/** What a field means: said for its schema, for its name, or for the column of the same name. */
function fieldWords(schema: string, field: string, t: Translate): string {
  const of = schema === 'CaseFields' ? 'Case' : schema.replace(/^.+File$/, 'File')
  if (/Row$/.test(of)) return meaningOf(field, t)
  for (const key of [`api.fields_of.${of}.${field}`, `api.fields.${field}`, `data.columns.${field}`]) {
    const words = t(key)
    if (words !== key) return words
  }
  return ''
}

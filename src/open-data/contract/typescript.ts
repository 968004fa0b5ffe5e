// The contract as types of TypeScript, for programs that read the data: a file to lay beside them, without anything to install. Pure.
import type { JsonSchema, OpenApi, Schemas } from './openapi.ts'

/** A whole file of declarations: each kind of answer, and `Answers` with what each address answers as JSON. */
export function typesOf({ info, paths, components }: OpenApi): string {
  const answers = Object.entries(paths).flatMap(([path, { get }]) => {
    const schema = get.responses[200]?.content?.['application/json']?.schema
    return schema && Object.keys(schema).length
      ? [`  /** ${comment(get.summary)} */\n  ${JSON.stringify(`GET ${path}`)}: ${typeOf(schema)}`]
      : []
  })
  return [
    `// ${info.title}, ${info.version}. Made from the contract: /api/openapi.json`,
    ...Object.entries(components.schemas).map(([name, schema]) => `export type ${name} = ${typeOf(schema)}`),
    `export type Answers = {\n${answers.join('\n')}\n}`,
    '',
  ].join('\n\n')
}

/** New fields may come: whoever reads must not count on these alone. */
function typeOf(schema: JsonSchema, indent = ''): string {
  const some = schema.anyOf as JsonSchema[] | undefined
  if (some) return [...new Set(some.map((one) => typeOf(one, indent)))].join(' | ')
  if (typeof schema.$ref === 'string') return schema.$ref.split('/').at(-1)!
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return (schema.enum as unknown[]).map((one) => JSON.stringify(one)).join(' | ')
  const types = [schema.type ?? 'unknown'].flat().map(String)
  return types.map((type) => plain(type, schema, indent)).join(' | ')
}

function plain(type: string, schema: JsonSchema, indent: string): string {
  if (type === 'array') return `(${typeOf((schema.items ?? {}) as JsonSchema, indent)})[]`
  if (type === 'integer') return 'number'
  if (type !== 'object') return type
  const properties = schema.properties as Schemas | undefined
  if (!properties) return `{ [name: string]: ${typeOf((schema.additionalProperties ?? {}) as JsonSchema, indent)} }`
  const required = new Set((schema.required ?? []) as string[])
  const inner = `${indent}  `
  const fields = Object.entries(properties).map(([name, of]) => {
    const words = of.description ? `${inner}/** ${comment(String(of.description))} */\n` : ''
    const key = /^[a-z_]\w*$/i.test(name) ? name : JSON.stringify(name)
    return `${words}${inner}${key}${required.has(name) ? '' : '?'}: ${typeOf(of, inner)}`
  })
  return `{\n${fields.join('\n')}\n${indent}}`
}

const comment = (words: string) => words.replaceAll('*/', '* /')

// The contract that is handed out is the interface that answers: every address is in it, and every reply is what it says.
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import { giveSteps } from '../../src/domain/record/changes.ts'
import type { OpenApi } from '../../src/open-data/contract/openapi.ts'
import { languages } from '../../src/platform/i18n/i18n.ts'
import { answeredOn, due, givenCase } from '../support/cases.ts'
import { page } from '../support/page.ts'
import { wholeLife } from '../support/whole-life.ts'
import { routesOf, testWorld, type World } from '../support/world.ts'

type Json = { [key: string]: unknown }

async function contractOf(world: World, language = 'en'): Promise<OpenApi> {
  const response = await world.visitor().get('/api/openapi.json', { 'accept-language': language })
  expect(response.statusCode).toBe(200)
  return response.json()
}

test.each(languages)('the contract is OpenAPI 3.1, with words to everything, in %s', async (language) => {
  const contract = await contractOf(await testWorld(), language)
  expect(contract.openapi).toMatch(/^3\.1\./)
  const { valid, errors } = await new Validator().validate(contract)
  expect({ valid, errors }).toEqual({ valid: true, errors: undefined })
  const wordless: string[] = []
  for (const [name, schema] of Object.entries(contract.components.schemas))
    for (const [field, of] of Object.entries((schema.properties ?? {}) as { [field: string]: Json }))
      if (!of.description || /^(api|data)\./.test(String(of.description))) wordless.push(`${name}.${field}`)
  for (const [path, { get }] of Object.entries(contract.paths))
    for (const words of [get.summary, get.description, ...get.parameters.map((p) => p.description)])
      if (!words || /^(api|data)\.[\w.]+$/.test(String(words))) wordless.push(`${path} ${words}`)
  expect(wordless).toEqual([])
})

/** Each address that a path of the contract stands for, with the names that are left in braces. */
function spelledOut(path: string, parameters: OpenApi['paths'][string]['get']['parameters']): string[] {
  const few = parameters.find((one) => one.in === 'path' && one.schema.enum && path.includes(`{${one.name}}`))
  if (!few) return [path]
  return (few.schema.enum as string[]).flatMap((value) => spelledOut(path.replace(`{${few.name}}`, value), parameters))
}

/** Feeds, dumps and citations have formats that others wrote; what is a person's own, or staff's, is no public data. */
const apart = /\.feed\.json$|^\/dumps\/|\.csl\.json$|^\/me\/|^\/\{gov\}\/desk\//

test('every address of data is in the contract, and nothing is that does not answer', async () => {
  const world = await testWorld()
  const { paths } = await contractOf(world)
  const told = Object.entries(paths).flatMap(([path, { get }]) => spelledOut(path, get.parameters))
  const isData = (path: string) => /^\/api\/[^*]/.test(path) || /\.(json|csv|ndjson|parquet)$/.test(path)
  const there = routesOf(world, 'GET')
    .map((route) => route.replace('GET ', '').replace(/:(\w+)(\([^)]*\))?/g, '{$1}'))
    .filter((path) => isData(path) && !apart.test(path))
  expect(told.filter(isData).sort()).toEqual(there.sort())
  const ids = Object.values(paths).map(({ get }) => get.operationId)
  expect(new Set(ids).size).toBe(ids.length)
})

/** Takes no field that the contract does not name, though clients are told to expect some. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const all = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]))
  return 'properties' in all && !('additionalProperties' in all) ? { ...all, additionalProperties: false } : all
}

function validatorOf(contract: OpenApi) {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema({ $id: 'contract', ...(closed({ components: contract.components }) as object) })
  return (schema: Json, reply: unknown) => {
    const pointed = JSON.parse(JSON.stringify(schema).replaceAll('#/', 'contract#/')) as Json
    return ajv.validate(pointed, reply) ? null : ajv.errors
  }
}

test('every reply is what the contract says: nothing is missing, nothing is beside it', async () => {
  const world = await testWorld()
  await givenCase(world, {
    number: '2025-0004',
    title: '公園飲水臺',
    ...answeredOn('2026-04-13', 'partly'),
    signed: { gangdong: 40 },
  })
  await givenCase(world, { number: '2025-0005', title: '路燈', ...due })
  await wholeLife(world, (field) => `${field} 內容`)
  await givenCase(world, {
    number: '2025-0006',
    title: '隱藏',
    hiddenAt: world.clock.now,
    hiddenReason: '含有個人資料。',
  })
  const endedAt = world.clock.now
  await givenCase(world, { number: '2025-0007', title: '撤案', stage: 'withdrawn', outcome: 'withdrawn', endedAt })
  for (let i = 0; i < 3; i++) await giveSteps(world.deps, world.clock.now)
  const contract = await contractOf(world)
  const wrongIn = validatorOf(contract)
  const numbers = ['2025-0004', '2025-0006', '2025-0007', '2025-9999', '2026-0001', '2026-0002']
  const more: { [path: string]: string[] } = {
    '/api/v1/{gov}/proposals': [
      ...['?q=路燈&per_page=1', '?page=99', '?fields=number,timeline', '?fields=number,title', '?fields=colour'],
      ...[
        '?since=now',
        '?since=0',
        '?since=0&fields=title',
        '?since=1-00000000',
        '?cursor=*&per_page=2',
        '?cursor=2025-0005&fields=title',
        '?cursor=first',
      ],
    ],
    '/api/v1/{gov}/proposals/{number}': ['?fields=title,cosignatures'],
  }
  const seen = new Map<string, Set<string>>()
  const wrong: unknown[] = []
  for (const [path, { get }] of Object.entries(contract.paths))
    for (const address of spelledOut(path, get.parameters).map((one) => one.replace('{gov}', 'haicheng')))
      for (const number of address.includes('{number}') ? numbers : [''])
        for (const query of ['', ...(number === numbers[0] || !number ? ['?colour=red'] : []), ...(more[path] ?? [])]) {
          const url = encodeURI(address.replace('{number}', number) + query)
          const { statusCode, headers, body } = await world.visitor().get(url)
          const type = String(headers['content-type'] ?? '').split(';')[0]!
          const content = get.responses[statusCode]?.content
          seen.set(path, (seen.get(path) ?? new Set()).add(`${statusCode}`))
          if (statusCode === 302) continue
          if (!content?.[type]) wrong.push({ url, statusCode, type })
          else if (/json$/.test(type))
            for (const line of type.endsWith('ndjson') ? body.trim().split('\n').filter(Boolean) : [body]) {
              const errors = wrongIn(content[type].schema, JSON.parse(line))
              if (errors) wrong.push({ url, errors: errors.slice(0, 3) })
            }
        }
  expect(wrong).toEqual([])
  for (const [path, statuses] of seen) expect([path, statuses.has('200') || statuses.has('302')]).toEqual([path, true])
  expect(seen.get('/api/v1/{gov}/proposals/{number}')).toEqual(new Set(['200', '400', '404', '410']))
})

test('the same as a page, in each language: every address and every kind of answer, without a script', async () => {
  const world = await testWorld()
  const { paths, components } = await contractOf(world)
  for (const language of languages) {
    const response = await world.visitor().get('/haicheng/data/api', { 'accept-language': language })
    const ids = new Set([...response.body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
    const shown = page(response)
    for (const path of Object.keys(paths)) expect(shown.text).toContain(`GET ${path}`)
    for (const name of Object.keys(components.schemas).filter((one) => one !== 'CaseFields'))
      expect(ids, name).toContain(`schema-${name}`)
    for (const href of shown.hrefs.filter((one) => one.startsWith('#'))) expect(ids).toContain(href.slice(1))
    expect(shown.hrefs).toContain('/api/openapi.json')
  }
  expect((await world.visitor().read('/haicheng/data')).hrefs).toContain('/haicheng/data/api')
})

// Every message that is named in a template or in the code gets what it names: "Since {{date}}" once got `from`, and said "Since".
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { catalogue, languages } from '../../../src/platform/i18n/i18n.ts'

/** What each message names, in any language and any of its forms. */
function namesByKey(): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>()
  const collect = (messages: object, prefix: string) => {
    for (const [name, message] of Object.entries(messages)) {
      if (typeof message !== 'string') {
        collect(message, `${prefix}${name}.`)
        continue
      }
      const key = (prefix + name).replace(/_(zero|one|two|few|many|other)$/, '')
      const known = names.get(key) ?? new Set()
      for (const [, hole] of message.matchAll(/\{\{(\w+)/g)) known.add(hole!)
      names.set(key, known)
    }
  }
  for (const language of languages) collect(catalogue(language), '')
  return names
}

/** What stands between commas, up to the bracket that closes what was open at `start`. */
function piecesFrom(source: string, start: number): string[] {
  const pieces: string[] = []
  let [depth, from, quote] = [0, start, '']
  for (let i = start; i < source.length; i++) {
    const c = source[i]!
    if (quote) {
      if (c === '\\') i++
      else if (c === quote) quote = ''
    } else if (`'"\``.includes(c)) quote = c
    else if ('([{'.includes(c)) depth++
    else if (')]}'.includes(c) && depth-- === 0) return [...pieces, source.slice(from, i)]
    else if (c === ',' && depth === 0) {
      pieces.push(source.slice(from, i))
      from = i + 1
    }
  }
  return []
}

/** `t('key', { name: value })` with its key, and its names where they are written out: what is spread or comes from elsewhere is not. */
function callsIn(source: string, known: ReadonlyMap<string, unknown>) {
  return [...source.matchAll(/\b(?:t|tn|marked|translate)\(/g)].flatMap(({ 0: call, index }) => {
    const [which = '', params = ''] = piecesFrom(source, index + call.length)
    const keys = [...which.matchAll(/'([\w.]+)'/g)].map(([, key]) => key!).filter((key) => known.has(key))
    const said = params.trim()
    if (!keys.length || (said && (!said.startsWith('{') || said.includes('...')))) return []
    const given = said ? piecesFrom(said, 1).flatMap((one) => /^\s*'?(\w+)/.exec(one)?.[1] ?? []) : []
    return [{ keys, given }]
  })
}

const lacking = (source: string, names: Map<string, Set<string>>) =>
  callsIn(source, names).flatMap(({ keys, given }) =>
    keys.flatMap((key) =>
      [...names.get(key)!].flatMap((name) => (given.includes(name) ? [] : [`${key} without ${name}`])),
    ),
  )

test('every message gets what it names', () => {
  const names = namesByKey()
  let calls = 0
  const wrong = ['src', 'views'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|eta)$/.test(file))
      .flatMap((file) => {
        const source = readFileSync(join(folder, file), 'utf8')
        calls += callsIn(source, names).length
        return lacking(source, names).map((what) => `${folder}/${file}: ${what}`)
      }),
  )
  expect(wrong).toEqual([])
  expect(calls).toBeGreaterThan(2000)
})

test('a name that is not given is found, whichever way the call is written', () => {
  const names = new Map([
    ['case.since', new Set(['date'])],
    ['case.of', new Set(['n', 'all'])],
    ['case.plain', new Set<string>()],
  ])
  const found = (source: string) => lacking(source, names)
  expect(found("t('case.since', { from: it.date(text.from) })")).toEqual(['case.since without date'])
  expect(found("t('case.of', { n, all: list.map(({ a }) => a) })")).toEqual([])
  expect(found("it.t(is ? 'case.of' : 'case.since', { n, all })")).toEqual(['case.since without date'])
  expect(found("t('case.since')")).toEqual(['case.since without date'])
  expect(found("t('case.of', { ...facts }) + t('case.plain') + t('case.of', params)")).toEqual([])
})

// No message missing in either language, none unused, and nothing in the templates that a strict CSP would stop.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { catalogue, languages, translator } from '../src/platform/i18n/i18n.ts'
import { messageKinds } from '../src/schema/values.ts'

const at = (folder: string) => fileURLToPath(new URL(`../${folder}/`, import.meta.url))
const read = (folder: string, ending: string) =>
  readdirSync(at(folder), { recursive: true })
    .map(String)
    .filter((file) => file.endsWith(ending))
    .map((file) => ({ file, text: readFileSync(at(folder) + file, 'utf8') }))

function keysOf(messages: object, prefix = ''): string[] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : keysOf(value, `${prefix}${key}.`),
  )
}
const base = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '')
const sets = new Map(languages.map((language) => [language, new Set(keysOf(catalogue(language)).map(base))]))
const all = sets.get('zh-Hant')!
const sources = [...read('src', '.ts'), ...read('views', '.eta')]

test('every message stands in every language', () => {
  for (const [language, keys] of sets)
    expect({
      language,
      missing: [...all].filter((k) => !keys.has(k)),
      extra: [...keys].filter((k) => !all.has(k)),
    }).toEqual({ language, missing: [], extra: [] })
})

test('every message a page names exists', () => {
  const rooms = new Set([...all].map((key) => key.split('.')[0]))
  const named = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/['"`]([a-z_]+(?:\.[a-zA-Z0-9_-]+)+)['"`]/g)].map((m) => ({ file, key: m[1]! })),
  )
  const missing = named.filter(
    ({ key }) =>
      rooms.has(key.split('.')[0]!) &&
      !all.has(key) &&
      ![...all].some((known) => known.startsWith(`${key}.`)) &&
      !/\.(ts|eta|json|css|js|svg|db)$/.test(key),
  )
  expect(missing).toEqual([])
})

test.each(languages)('every kind of message has a name on the page of whoever got it, in %s', (language) => {
  const named = new Set(['stage_changed', 'routed', 'routed_followed', 'case_news', 'author_news', 'answer_release']) // by what they tell
  const t = translator(language)
  const keys = messageKinds.filter((kind) => !named.has(kind)).map((kind) => `me.message.${kind}`)
  expect(keys.filter((key) => t(key) === key)).toEqual([])
})

test('no message is left that no page uses', () => {
  const text = sources.map((s) => s.text).join('\n')
  const begun = [...text.matchAll(/['"]([a-z_]+(?:\.[a-zA-Z0-9_-]+)*\.)['"] \+/g)].map((m) => m[1]!)
  // `case.decision.${decision}`: each hole is one word, so that a room's messages are not all taken for used
  const withHoles = [...text.matchAll(/`([a-z_]+\.(?:[a-zA-Z0-9_.-]|\$\{[^}`]*\})*)`/g)].map(
    (m) => new RegExp(`^${m[1]!.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '[\\w-]+')}$`),
  )
  // begun in one place and ended in another: src/domain/notifications/mail-facts.ts, views/drafts/_step.eta
  const inTwoSteps = [
    /^mail\.((stage_changed(\.unusual)?|routed|answer_release|case_news|author_news|overdue|due_\d+|verification_answered)\.)?\w+\.((supporting|overseer|early)\.)?(subject|heading|body|more|who|date)$/,
    /^proposals\.step\.\w+\.\w+$/,
  ]
  const quoted = new Set([...text.matchAll(/(['"`])([\w.-]+)(?=\1)/g)].map((m) => m[2]!))
  const unused = [...all].filter(
    (key) =>
      !quoted.has(key) &&
      !begun.some((prefix) => key.startsWith(prefix)) &&
      ![...withHoles, ...inTwoSteps].some((pattern) => pattern.test(key)),
  )
  expect(unused).toEqual([])
})

/** The elements that a message puts around some of its words, in order: `<b>` and `</b>`. */
const elementsIn = (message: string) => [...message.matchAll(/<\/?(\w+)>/g)].map(([element]) => element)
const messagesOf = (messages: object, prefix = ''): [string, string][] =>
  Object.entries(messages).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : messagesOf(value, `${prefix}${key}.`),
  )
const inLanguages = languages.map((language) => ({ language, messages: messagesOf(catalogue(language)) }))

test('a message is whole: no piece of a sentence that another one begins or ends', () => {
  const pieces = inLanguages.flatMap(({ language, messages }) =>
    messages
      .filter(([key, words]) => /^[\s,.;:)，。；：、）]|\s$/.test(words) && key !== 'frame.and')
      .map(([key]) => ({ language, key })),
  )
  expect(pieces).toEqual([])
})

test('a message puts the same elements around its words in every language, each closed', () => {
  const shapes = new Map<string, Set<string>>()
  for (const { messages } of inLanguages)
    for (const [key, words] of messages) {
      const elements = elementsIn(words)
      expect({ key, closed: elements.filter((element) => element.startsWith('</')).length * 2 }).toEqual({
        key,
        closed: elements.length,
      })
      const shape = [...new Set(elements)]
        .filter((element) => element !== '<unit>' && element !== '</unit>')
        .sort()
        .join('')
      shapes.set(base(key), (shapes.get(base(key)) ?? new Set()).add(shape))
    }
  expect([...shapes].filter(([, different]) => different.size > 1).map(([key]) => key)).toEqual([])
})

test('a message with elements is never printed as text, where they would be seen', () => {
  const withElements = new Set(
    inLanguages.flatMap(({ messages }) =>
      messages.filter(([, words]) => elementsIn(words).length).map(([key]) => base(key)),
    ),
  )
  const printed = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/\bt\(\s*'([a-z_]+(?:\.\w+)+)'/g)]
      .filter((m) => withElements.has(m[1]!))
      .map((m) => `${file}: ${m[1]}`),
  )
  expect(printed).toEqual([])
})

test('templates hold nothing that a strict content security policy would stop', () => {
  // a mail is shown by mail programs, which know no policy of ours and keep to styles on elements
  const bad = read('views', '.eta').filter(
    ({ file, text }) =>
      !file.startsWith('emails/') &&
      /\son[a-z]+=|hx-on|\sstyle=|js:|<script(?![^>]*\ssrc=)[^>]*>|hx-trigger="[^"]*\[/.test(text),
  )
  expect(bad.map(({ file }) => file)).toEqual([])
})

// Kinds of faults in words: each was found once by an editor, on a page or in a mail, and is looked for in all of them.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { catalogue } from '../src/platform/i18n/i18n.ts'

const at = (folder: string) => fileURLToPath(new URL(`../${folder}/`, import.meta.url))

function messagesOf(messages: object, prefix = ''): [key: string, words: string][] {
  return Object.entries(messages).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : messagesOf(value, `${prefix}${key}.`),
  )
}

/** A message as somebody reads it: what is filled in stands as a letter, and elements are not seen. */
const asRead = (words: string) => words.replace(/\{\{\w+\}\}/g, 'N').replace(/<\/?\w+>/g, '')

const chinese = messagesOf(catalogue('zh-Hant')).map(([key, words]) => [key, asRead(words)] as const)
const english = messagesOf(catalogue('en')).map(([key, words]) => [key, asRead(words)] as const)
const saying = (messages: readonly (readonly [string, string])[], fault: RegExp, but: readonly string[] = []) =>
  messages.filter(([key, words]) => fault.test(words) && !but.includes(key)).map(([key, words]) => `${key}: ${words}`)

test('Chinese sentences have full-width punctuation', () => {
  expect(saying(chinese, /\p{Script=Han}\s*[,;:!?()]|[,;:!?()]\s*\p{Script=Han}|\p{Script=Han}\.(\s|$)/u)).toEqual([])
})

test('no sentence joins two things with “&”', () => {
  expect([...saying(chinese, /&/), ...saying(english, /&/)]).toEqual([])
})

test('nothing is set apart by an ideographic space: a screen reader is silent there, and a narrow phone breaks at it', () => {
  const withSpace = ['views', 'src/pages', 'src/platform/web', 'static']
    .flatMap((folder) =>
      readdirSync(at(folder), { recursive: true })
        .map(String)
        .filter((file) => /\.(eta|json|ts|js)$/.test(file) && !file.startsWith('built'))
        .map((file) => ({ file: `${folder}/${file}`, text: readFileSync(at(folder) + file, 'utf8') })),
    )
    .filter(({ text }) => /\u3000|\\u3000|&#12288;|&#x3000;/i.test(text))
  expect(withSpace.map(({ file }) => file)).toEqual([])
})

test.each([
  ['驗證碼', /登入碼|確認碼|認證碼/],
  ['顯示名稱', /暱稱/],
  ['平臺', /平台|台灣/],
  ['結束追蹤', /列管/],
  ['一項提案', /[一兩這每整另]件提案/],
  ['我的頁面', /「我的」/],
  ['嘗試次數過多', /次數太多|太多次/],
  ['電子郵件', /e-?mail|電郵|伊媚兒/i],
  ['請忽略這封信', /不必理會/],
  ['工作人員正在確認是否可以受理', /不看贊|能不能受理/],
  ['市民', /公民/],
  ['代碼，而指紋是手指的', /指紋(?!、臉孔)/],
  ['代碼，而摘要是大意', /(?:還原的|單向|另存|識別碼|網址的|以)摘要/],
])('in Chinese it is called %s, and nothing else', (_, fault) => {
  expect(saying(chinese, fault)).toEqual([])
})

test.each([
  ['an email is an email, where it is not a server or a box', /\be-mail\b|\bmail(s|ed|ing)?\b(?! server)/i],
  ['a form has things to fix', /\bmend/i],
  ['agencies make commitments', /\bpromis/i],
  ['agencies answer', /\brespon(se|ses|d|ds|ded)\b/i],
  ['a check says whether something can be accepted', /\bmerit\b|\badmissib/i],
  ['a proposal is not accepted', /\brefus/i],
  ['co-signing is paused', /\bco-signing pauses\b/i],
  ['someone, as people say it', /\bsomebody\b/i],
  ['quotation marks and apostrophes are curled', /['"]/],
  ['people sign out', /\blog (in|out|off)\b|\bsign off\b/i],
])('in English: %s', (_, fault) => {
  expect(saying(english, fault)).toEqual([])
})

test('where a message is counted, each language counts it', () => {
  const counted = english.filter(([key]) => key.endsWith('_one')).map(([key]) => key.replace(/_one$/, '_other'))
  const keys = new Set(english.map(([key]) => key))
  expect(counted.filter((key) => !keys.has(key))).toEqual([])
})

test('after a number a noun follows it: one month, two months', () => {
  const raw = messagesOf(catalogue('en'))
  const plurals = raw.flatMap(([, words]) => [...words.matchAll(/\{\{\w+\|[^|}]+\|([^|}]+)\}\}/g)].map((m) => m[1]!))
  const fixed = new RegExp(
    `\\{\\{\\w+\\}\\} (${[...new Set([...plurals.filter((word) => !['asks', 'have'].includes(word)), 'people'])].join('|')})\\b`,
  )
  const never = ['pages.agency.band_of', 'pages.agency.band_over', 'figures.cohort.words_months'] // one is never filled in
  const found = raw.filter(([key, words]) => !/_(one|other)$/.test(key) && !never.includes(key) && fixed.test(words))
  expect(found.map(([key, words]) => `${key}: ${words}`)).toEqual([])
})

test('no sentence says a date of its own: each platform began on another day', () => {
  const date =
    /20\d\d 年 ?\d+ 月|\d (January|February|March|April|May|June|July|August|September|October|November|December) 20/
  expect([...saying(chinese, date), ...saying(english, date)]).toEqual([])
})

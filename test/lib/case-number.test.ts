import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  caseNumberIn,
  caseNumberMeant,
  caseNumberOf,
  caseNumbersMeant,
  serialMeant,
} from '../../src/lib/case-number.ts'

const wide = (text: string) => text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
const dashes = [...'-－–—‒‐‑−﹣﹘ー─━～~一']

test('however its digits and its dash are written, with spaces around, a number is the same', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1912, max: 2200 }),
      fc.integer({ min: 1, max: 99_999 }),
      fc.constantFrom(...dashes),
      fc.constantFrom('', ' ', '\u3000', '\u200b'),
      fc.boolean(),
      (year, of, dash, space, full) => {
        const canonical = `${year}-${String(of).padStart(4, '0')}`
        const typed = `${space}${year}${space}${dash}${space}${String(of).padStart(4, '0')}${space}`
        expect(caseNumberMeant(full ? wide(typed) : typed)).toBe(canonical)
        expect(caseNumberMeant(canonical), 'and stays so').toBe(canonical)
      },
    ),
  )
})

test('a year of the Republic is meant where it has fewer than four digits', () => {
  expect(caseNumberMeant('１１４－０００１')).toBe('2025-0001')
  expect(caseNumberMeant('99-0123')).toBe('2010-0123')
})

test.each([
  '提案編號 2026-0042',
  '案號：２０２６－００４２',
  '第 2026-0042 號提案',
  'case no. 2026-0042',
  'Proposal #2026-0042',
  '2026 年第 42 號',
  '2026年42號案',
  '第 115-0042 號',
  '2026/0042',
  '２０２６／００４２',
  '2026 0042',
  '2026.0042',
  '2026_0042',
  '115/0042',
  '2026-0042。',
  '（2026-0042）',
  '２０２６－００４２）。',
  '「案號：2026-0042」',
  '2026-0042,',
  '(case 2026-0042).',
  '*2026-0042*',
])('“%s” means 2026-0042', (typed) => expect(caseNumberMeant(typed)).toBe('2026-0042'))

test.each(['2026年5月', '2026 年 42', '號', '提案', '第', 'no 42', '：'.repeat(2000), `1${' '.repeat(2000)}x`])(
  '“%s” says no number, however long',
  (typed) => expect(caseNumberMeant(typed)).toBeNull(),
)

test.each([
  '',
  '2026',
  '2026-05',
  '2026/05/12',
  '2026.5',
  '02/2026',
  '02 27208889',
  '0912-345-678',
  '一二三',
  'drafts',
  '2026-0001-2',
  '2026-0001a',
  'x2026-0001',
])('“%s” is no number', (typed) => expect(caseNumberMeant(typed)).toBeNull())

test('a number is found in what was pasted, and completed where only its end was typed', () => {
  expect(caseNumberIn('https://fuyi.example/haicheng/proposals/2026-0042?lang=en')).toBe('2026-0042')
  expect(caseNumberIn('案號　２０２６－００４２ 2026年')).toBe('2026-0042')
  expect(caseNumberIn('電話 02-2720-8889')).toBeNull()
  expect(caseNumberOf('2026', '４２')).toBe('2026-0042')
  expect(caseNumberOf('2026', '步道')).toBeNull()
})

test.each([
  ['2026-14', ['2026-0014']],
  ['２０２６－１４', ['2026-0014']],
  ['115-14', ['2026-0014']],
  ['case 2026-7.', ['2026-0007']],
  ['2026-0014', ['2026-0014']],
  ['#14', ['2026-0014', '2025-0014']],
  ['＃１４', ['2026-0014', '2025-0014']],
  ['第14號', ['2026-0014', '2025-0014']],
  ['（第 14 號案）', ['2026-0014', '2025-0014']],
  ['no. 14', ['2026-0014', '2025-0014']],
  ['0014', ['2026-0014', '2025-0014']],
  ['14', []],
  ['2026', []],
  ['2026-05', []],
  ['2026-0', []],
  ['#0', []],
  ['02-272', []],
  ['#公車', []],
  ['0800', ['2026-0800', '2025-0800']],
])('“%s” may mean %j, where there are cases of two years', (typed, meant) =>
  expect(caseNumbersMeant(typed, [2026, 2025])).toEqual(meant),
)

test('digits alone may be a running part, and are surely one only with its zeros or where they are called so', () => {
  expect(serialMeant('14')).toEqual({ serial: 14, surely: false })
  expect(serialMeant('0014')).toEqual({ serial: 14, surely: true })
  expect(serialMeant('#14')).toEqual({ serial: 14, surely: true })
  for (const typed of ['14 路', '公車', '', '1234567', '14-15']) expect(serialMeant(typed)).toBeNull()
})

test('a long text is no number, and costs no more than a short one', () => {
  const signs = '。'.repeat(1990)
  expect([caseNumberMeant(`1${signs}x`), serialMeant(`1${signs}x`), caseNumbersMeant(`1${signs}x`, [2026])]).toEqual([
    null,
    null,
    [],
  ])
  expect(caseNumberMeant(`（${'。'.repeat(40)}2026-0042）`)).toBe(null)
  expect(caseNumberIn(`${'。'.repeat(200)} 2026-0042 `)).toBe('2026-0042')
})

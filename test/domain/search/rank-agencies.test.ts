// What speaks for an agency, and in which order agencies are suggested.
import { expect, test } from 'vitest'
import {
  type Candidate,
  type RankingFacts,
  type Reason,
  rankAgencies,
} from '../../../src/domain/search/rank-agencies.ts'

const candidates: Candidate[] = [
  { code: 'coordination', names: [{ 'zh-Hant': '研考會', en: 'Coordination' }] },
  { code: 'epb', names: [{ 'zh-Hant': '環境保護局', en: 'Environment Bureau' }, { 'zh-Hant': '工程科' }] },
  { code: 'transport', names: [{ 'zh-Hant': '交通局', en: 'Transport Bureau' }, { 'zh-Hant': '停車管理科' }] },
  { code: 'works', names: [{ 'zh-Hant': '工務局', en: 'Art' }, { 'zh-Hant': '工程科' }, { 'zh-Hant': '路' }] },
]
const nothing: RankingFacts = { byAuthor: [], text: '步道太暗', alike: [], onTopic: new Map() }

test.each<[string, Partial<RankingFacts>, [string, Reason[]][]]>([
  ['where nothing speaks for any, none is suggested', {}, []],
  ['whom the author named', { byAuthor: ['works'] }, [['works', [{ kind: 'author' }]]]],
  ['whose name stands in the text', { text: '請交通局處理' }, [['transport', [{ kind: 'named', words: '交通局' }]]]],
  [
    'a name in English, as a whole word',
    { text: 'the Transport Bureau' },
    [['transport', [{ kind: 'named', words: 'Transport Bureau' }]]],
  ],
  ['a part of a word is no name', { text: 'a party of artists' }, []],
  [
    'written in Simplified, or with a gap',
    { text: '请 交通 局' },
    [['transport', [{ kind: 'named', words: '交通局' }]]],
  ],
  [
    'whose unit stands in the text',
    { text: '停車管理科說不行' },
    [['transport', [{ kind: 'named', words: '停車管理科' }]]],
  ],
  ['a unit that two have tells neither', { text: '工程科說不行' }, []],
  ['a name of one character tells nobody', { text: '路太暗' }, []],
  [
    'who has a case like it',
    { alike: [{ number: '2026-0007', lead: 'epb', plain: true }] },
    [['epb', [{ kind: 'alike', number: '2026-0007', more: 0 }]]],
  ],
  [
    'several such cases: the nearest is named',
    { alike: ['works', 'epb', 'works'].map((lead, i) => ({ number: `2026-000${i}`, lead, plain: true })) },
    [
      ['works', [{ kind: 'alike', number: '2026-0000', more: 1 }]],
      ['epb', [{ kind: 'alike', number: '2026-0001', more: 0 }]],
    ],
  ],
  [
    'who has one that only shares words is told so; of those that are alike the words are left out',
    {
      alike: [
        { number: '2026-0001', lead: 'epb', plain: true },
        { number: '2026-0002', lead: 'works', plain: false },
        { number: '2026-0003', lead: 'epb', plain: false },
      ],
    },
    [
      ['epb', [{ kind: 'alike', number: '2026-0001', more: 0 }]],
      ['works', [{ kind: 'words', number: '2026-0002', more: 0 }]],
    ],
  ],
  [
    'for whom only words speak, and far less than for another, is no suggestion',
    {
      byAuthor: ['transport'],
      alike: [
        { number: '2026-0001', lead: 'transport', plain: true },
        { number: '2026-0002', lead: 'works', plain: false },
      ],
    },
    [['transport', [{ kind: 'author' }, { kind: 'alike', number: '2026-0001', more: 0 }]]],
  ],
  [
    'who answered most on its topic',
    {
      onTopic: new Map([
        ['epb', 1],
        ['transport', 4],
      ]),
    },
    [
      ['transport', [{ kind: 'topic', count: 4 }]],
      ['epb', [{ kind: 'topic', count: 1 }]],
    ],
  ],
  [
    'one for whom two things speak before one for whom one of them does',
    { byAuthor: ['works', 'epb'], onTopic: new Map([['epb', 2]]) },
    [
      ['epb', [{ kind: 'author' }, { kind: 'topic', count: 2 }]],
      ['works', [{ kind: 'author' }]],
    ],
  ],
  [
    'never more than three',
    { byAuthor: ['epb', 'transport', 'works', 'coordination'] },
    ['coordination', 'epb', 'transport'].map((code) => [code, [{ kind: 'author' }]]),
  ],
  [
    'an agency that can be given nothing is none of them',
    { byAuthor: ['gone'], alike: [{ number: '2026-0001', lead: 'gone', plain: true }] },
    [],
  ],
])('%s', (_, known, wanted) => {
  const found = rankAgencies(candidates, { ...nothing, ...known })
  expect(found.map(({ code, reasons }) => [code, reasons])).toEqual(wanted)
})

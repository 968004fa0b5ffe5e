// Wherever somebody searches, the same words find the same case: what it says, what was added to it, whose it is, its numbers, and
// every way to type them. Nothing that can be typed is an error.
import { expect, test } from 'vitest'
import { indexCase } from '../../../src/domain/proposals/searchable.ts'
import { newSalt } from '../../../src/domain/record/store.ts'
import { newId } from '../../../src/lib/id.ts'
import { write } from '../../../src/platform/db/write.ts'
import { proposalUpdates } from '../../../src/schema/proposals.ts'
import { answeredOn, type GivenCase, givenCase } from '../../support/cases.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

const answered = {
  ...answeredOn('2026-04-20'),
  decisions: ['adopted' as const],
  promise: { what: '汰換水銀燈泡', dueOn: '2026-12-31', state: 'open' as const },
}
/** What the desk still has to do. */
const waiting = { stage: 'review', answerDueBefore: new Date('2026-08-01T00:00:00+08:00') } as const

async function city(given: GivenCase): Promise<World> {
  const world = await testWorld()
  const id = await givenCase(world, {
    number: '2026-0007',
    title: '自行車道照明計畫',
    problem: '臺南運河旁太暗，我家 U-bike 也看不到路，旁邊有充電站。',
    asks: ['裝設感應路燈。'],
    place: '安億橋下',
    districtCode: 'gangdong',
    ...given,
  })
  const update = { kind: 'author', body: '謝謝里民陪同夜勘。', salt: newSalt(), writtenAt: world.clock.now } as const
  await write(world.db, async (tx) => {
    await tx.insert(proposalUpdates).values({ id: newId(), proposalId: id, ...update })
    await indexCase(tx, id)
  })
  await givenCase(world, { number: '2026-0008', title: '圖書館延長開放', lead: world.agencies.transport })
  return world
}

const finds = {
  'title, Simplified': '自行车道照明计划',
  'title, another variant': '自行車道照明計劃',
  'title, full width and a gap': '自行車道　照明',
  'a synonym': '腳踏車',
  'English of it': 'bicycle',
  'a word of the mainland': '充电桩',
  'an ask': '感應路燈',
  'an update': '夜勘',
  'a place': '安億橋',
  'a district': '港東區',
  'a district in English': 'Gangdong',
  'an agency': '環境保護局',
  'an agency in English': 'environment bureau',
  'our number': '2026-0007',
  'our number, short': '2026-7',
  'our number, full width': '２０２６－０００７',
  'our number in words': '2026 年第 7 號',
  'its running part': '0007',
  'its running part, as it is said': '第 7 號',
  'its running part, with a sign': '#7',
  'its running part alone': '7',
  'a variant of 臺': '台南運河',
  'quotation marks': '「自行車道照明」',
  'other quotation marks': '"自行車道"',
  'what is left out': '照明 -圖書館',
  'a dash between words': '照明-計畫',
  'one character': '橋',
  'letters with a hyphen': 'ubike',
  'a variation selector': '照\u{e0101}明',
}

const findsAnswered = { 'an answer': '已經研究過', 'a decision': '理由如下', 'a commitment': '水銀燈泡' }

/** What was searched for is marked within a title. */
const withoutTags = (body: string) => body.replace(/<[^>]*>/g, '')

type Look = (typed: string) => Promise<string>
/** Kinds that a place does not find. */
async function missedAt(place: string, look: Look, kinds: { [kind: string]: string }): Promise<string[]> {
  const missed: string[] = []
  for (const [kind, typed] of Object.entries(kinds))
    if (!withoutTags(await look(encodeURIComponent(typed))).includes('自行車道照明計畫'))
      missed.push(`${place}: ${kind}`)
  return missed
}

/** A page, or where it leads: a number leads to its case. */
async function pageOf(visitor: Visitor, address: string): Promise<string> {
  const { statusCode, headers, body } = await visitor.get(address)
  return statusCode === 303 ? (await visitor.get(String(headers.location))).body : body
}

test('the same words find the case in lists, as data, in the feed and in the file', async () => {
  const world = await city(answered)
  const visitor = world.visitor()
  const missed: string[] = []
  for (const [place, address] of Object.entries({
    search: '/haicheng/search',
    archive: '/haicheng/archive',
    'first page': '/',
    data: '/api/v1/haicheng/proposals',
    feed: '/haicheng/search.atom',
    file: '/api/v1/haicheng/proposals.csv',
  }))
    missed.push(...(await missedAt(place, (q) => pageOf(visitor, `${address}?q=${q}`), { ...finds, ...findsAnswered })))
  expect(missed).toEqual([])
})

test('a list that has nothing shows what other stages have, with how it ended, and never says that there is nothing', async () => {
  const world = await city(answered)
  const visitor = world.visitor()
  const missed = await missedAt('live', (q) => pageOf(visitor, `/haicheng/proposals?q=${q}`), {
    ...finds,
    ...findsAnswered,
  })
  expect(missed).toEqual([])
  const live = await visitor.read('/haicheng/proposals?q=水銀燈泡')
  for (const words of ['In every stage: 1 case for “水銀燈泡”', 'Adopted', 'Make a proposal'])
    expect(live.text).toContain(words)
  expect(live.text).not.toContain('No cases found')
  const archive = await visitor.read('/haicheng/archive?q=圖書館')
  expect(archive.text).toContain('圖書館延長開放')
  const nowhere = await visitor.read('/haicheng/proposals?q=核四')
  expect(nowhere.text).toContain('No cases found')
  const searched = await visitor.read('/haicheng/search?q=核四')
  expect(searched.text).not.toContain('In every stage')
})

test('what was to be left out is not among the close ones either', async () => {
  const world = await city({})
  await givenCase(world, { number: '2026-0009', title: '學校旁的路燈', problem: '上學路上太暗。' })
  await givenCase(world, { number: '2026-0010', title: '公園的路燈', problem: '散步時太暗。' })
  const visitor = world.visitor()
  for (const typed of ['路燈 -學校', '路燈-學校', '路燈 -「學校旁」', '太暗 路燈 -學校']) {
    const { text } = await visitor.read(`/haicheng/proposals?q=${encodeURIComponent(typed)}`)
    expect([typed, text.includes('公園的路燈')]).toEqual([typed, true])
    expect([typed, text.includes('學校旁的路燈')]).toEqual([typed, false])
  }
  // also where nothing says what is wanted
  const { text } = await visitor.read(`/haicheng/proposals?q=${encodeURIComponent('感應式路燈桿 -學校')}`)
  expect([text.includes('Close matches'), text.includes('學校旁的路燈')]).toEqual([true, false])
})

test('and on the desk, while it waits there', async () => {
  const world = await city(waiting)
  const staff = await world.staff('administrator')
  expect(await missedAt('desk', (q) => pageOf(staff, `/haicheng/desk?q=${q}`), finds)).toEqual([])
})

test('nothing that can be typed is an error, and what holds no word says so without offering filters that were not set', async () => {
  const world = await city(answered)
  const typed = [
    '',
    ' ',
    '，。！？',
    '---',
    '-',
    '"',
    '「」',
    '💡',
    '👩‍👩‍👧',
    '的',
    '𠮷',
    '%',
    '照'.repeat(5000),
    '\u0000',
    '<b>',
  ]
  for (const address of [
    '/haicheng/search',
    '/',
    '/haicheng/search.atom',
    '/api/v1/haicheng/proposals',
    '/haicheng/proposals',
  ])
    for (const one of typed) {
      const { statusCode, body } = await world.visitor().get(`${address}?q=${encodeURIComponent(one)}`)
      expect([address, one.slice(0, 20), statusCode < 500]).toEqual([address, one.slice(0, 20), true])
      if (address === '/haicheng/search') expect(body, one.slice(0, 20)).not.toContain('清除篩選')
    }
})

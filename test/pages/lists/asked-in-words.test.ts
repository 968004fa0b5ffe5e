// People search as they speak: whole sentences, English, misspelled, numbers and nicknames. None of them is told no wrongly.
import { expect, test } from 'vitest'
import { givenCase } from '../../support/cases.ts'
import { testWorld, type World } from '../../support/world.ts'

async function city(): Promise<World> {
  const world = await testWorld()
  const titles = [
    '最低工資應逐年調高',
    '安全帽檢驗標準應加嚴',
    '騎機車考照年齡降為 16 歲',
    '請調降停車費',
    '公園遊具老舊',
    '颱風侵襲時停班與停課的標準',
    '臺北車站大廳增設座椅',
    'U-BIKE 站點不足',
    '河濱 PM2.5 警示',
    '修正公職人員選舉罷免法',
    '檳榔攤不得設於學校旁',
  ]
  for (const [i, title] of titles.entries())
    await givenCase(world, { number: `2026-${String(i + 1).padStart(4, '0')}`, title })
  await givenCase(world, {
    number: '2026-0099',
    title: 'in for the about',
    problem: '室外 PM2 有 5 個測站，幼兒 16 位，15 歲',
  })
  return world
}

/** The case at the top, and how many the page says there are. */
async function found(world: World, typed: string): Promise<[first: string | undefined, total: number]> {
  const { items, text } = await world.visitor().read(`/haicheng/search?lang=en&q=${encodeURIComponent(typed)}`)
  return [items.find((line) => line.startsWith('2026-')), Number(/(\d+) cases? for/.exec(text)?.[1])]
}

const asked: [typed: string, first: string, total: number][] = [
  ['has anyone asked for a minimum wage', '2026-0001', 1],
  ['helmets', '2026-0002', 1],
  ['how about parking fees', '2026-0004', 1], // and no park
  ['parks', '2026-0005', 1],
  ['betel nut', '2026-0011', 1],
  ['motorcycel', '2026-0003', 0],
  ['十六歲', '2026-0003', 1],
  ['騎機車 16歲', '2026-0003', 1],
  ['颱風停班停課', '2026-0006', 0],
  ['有沒有人提過颱風的停班標準', '2026-0006', 0],
  ['北車', '2026-0007', 1],
  ['ubike', '2026-0008', 1],
  ['YouBike', '2026-0008', 1],
  ['ＰＭ２．５', '2026-0009', 1],
  ['選罷法', '2026-0010', 1],
]

test('what is meant stands first, and nothing that only shares letters with it is counted', async () => {
  const world = await city()
  for (const [typed, ...wanted] of asked) expect([typed, ...(await found(world, typed))]).toEqual([typed, ...wanted])
})

test('whoever types the name of an agency, in either language, finds its cases before those that only say it often', async () => {
  const world = await testWorld()
  const title = '步道太暗'
  await givenCase(world, { number: '2026-0001', title, lead: world.agencies.environment })
  await givenCase(world, {
    number: '2026-0002',
    title: '另一件',
    lead: world.agencies.transport,
    problem: '環境保護局不回，環境保護局不理。Environmental Protection Bureau.',
  })
  const names = Object.values(
    (await world.visitor().get('/api/v1/haicheng/proposals/2026-0001')).json().agencies[0].name as object,
  )
  for (const name of names) expect((await found(world, String(name)))[0]).toBe('2026-0001')
})

test('one wrong character: 安勒死 finds 安樂死 and nothing that shares single characters', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '安樂死合法化' })
  for (let i = 2; i < 30; i++)
    await givenCase(world, { number: `2026-${String(i).padStart(4, '0')}`, title: `安靜的勒索與死巷 ${i}` })
  const { items } = await world.visitor().read(`/haicheng/search?q=${encodeURIComponent('安勒死')}`)
  expect(items.filter((line) => line.startsWith('2026-'))).toEqual(['2026-0001'])
})

test('who types a number has the case alone, and nothing that is close to its digits', async () => {
  const world = await city()
  for (const typed of ['2026 年第 3 號', '提案編號：2026-0003', 'case no. 2026-0003']) {
    const { data, close, meta } = (
      await world.visitor().get(`/api/v1/haicheng/proposals?q=${encodeURIComponent(typed)}`)
    ).json()
    expect([typed, meta.total, data[0]?.number, close]).toEqual([typed, 1, '2026-0003', []])
  }
})

test('what was read word by word is told apart from what says it, and no count holds it', async () => {
  const world = await city()
  const { text } = await world.visitor().read(`/haicheng/search?lang=en&q=${encodeURIComponent('颱風停班停課')}`)
  expect(text).toContain('0 cases for “颱風停班停課”')
  expect(text).toContain('Close matches')
})

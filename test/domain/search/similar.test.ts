// Alike cases, and a search that finds few: what became of them is seen at once, and nothing hidden is.
import { expect, test } from 'vitest'
import { similarViews } from '../../../src/domain/search/similar.ts'
import { answeredOn, givenCase } from '../../support/cases.ts'
import { testWorld } from '../../support/world.ts'

test('who writes sees alike cases in every stage, joins an open one, and learns until when an answered one rests', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '港東公車增加夜間班次' })
  await givenCase(world, {
    number: '2026-0002',
    title: '夜間公車班次太少',
    ...answeredOn('2026-04-20'),
    decisions: ['adopted'],
  })
  await givenCase(world, {
    number: '2026-0003',
    title: '公車夜間班次',
    hiddenAt: world.clock.now,
    hiddenReason: '個資',
  })
  await givenCase(world, { number: '2026-0004', title: '步道照明', problem: '步道太暗。' })
  const writing = { title: '增加公車夜間班次', text: '', except: '' }
  const found = await similarViews(world.db.reads, world.government, writing, world.clock.now)
  expect(found.map(({ number }) => number).sort()).toEqual(['2026-0001', '2026-0002'])
  const by = new Map(found.map((row) => [row.number, row]))
  expect(by.get('2026-0001')).toMatchObject({ joinable: true, openAgainOn: null })
  expect(by.get('2026-0002')).toMatchObject({ joinable: false, openAgainOn: '2026-10-20' })
})

test('where no case says what was typed, the closest stand under a heading of their own', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '夜市停用免洗餐具' })
  const search = (q: string) => world.visitor().read(`/haicheng/search?lang=en&q=${encodeURIComponent(q)}`)
  const wrong = await search('免洗餐俱')
  expect(wrong.items.join()).toContain('2026-0001')
  expect(wrong.text).toContain('Close matches')
  expect(wrong.text, 'no filter was set').not.toContain('Clear the filters')
  expect((await search('免洗餐具')).text).not.toContain('Close matches')
  expect((await search('disposable tableware')).text).toContain('Cases are written in Chinese')
  expect((await search('disposable tableware')).text, 'no case has a topic').not.toContain('look by topic')
  await givenCase(world, { number: '2026-0002', title: '公車路線', topicCode: 'transport' })
  const offered = (await search('disposable')).links.filter(({ href }) => href.startsWith('/haicheng/search?topic='))
  expect(offered.map(({ href }) => href)).toEqual(['/haicheng/search?topic=transport'])
})

test('the list as data says the same: what says it, and apart from it what is close, which no total counts', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '夜市停用免洗餐具' })
  const list = async (q: string) => {
    const answer = await world.visitor().get(`/api/v1/haicheng/proposals?q=${encodeURIComponent(q)}`)
    const { data, close, meta } = answer.json<{ [part in 'data' | 'close']: { number: string }[] } & { meta: object }>()
    return { data: data.map(({ number }) => number), close: close.map(({ number }) => number), meta }
  }
  expect(await list('免洗餐俱')).toMatchObject({ data: [], close: ['2026-0001'], meta: { total: 0 } })
  expect(await list('免洗餐具')).toMatchObject({ data: ['2026-0001'], close: [], meta: { total: 1 } })
})

test('two characters are a title: who has written no more sees what is alike', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '要求警察配備電擊槍' })
  const writing = { title: '電擊', text: '', except: '' }
  const found = await similarViews(world.db.reads, world.government, writing, world.clock.now)
  expect(found.map(({ number }) => number)).toEqual(['2026-0001'])
})

test('who writes as people speak finds what was written for an agency', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '隨地丟棄菸蒂應提高罰則' })
  await givenCase(world, { number: '2026-0002', title: '開放代理孕母' })
  await givenCase(world, { number: '2026-0003', title: '提高長照機構評鑑標準' })
  const alikeTo = async (title: string) => {
    const writing = { title, text: '', except: '' }
    return (await similarViews(world.db.reads, world.government, writing, world.clock.now)).map(({ number }) => number)
  }
  expect((await alikeTo('路邊都是菸屁股'))[0]).toBe('2026-0001')
  expect((await alikeTo('請別人幫忙懷孕可以嗎'))[0]).toBe('2026-0002')
})

test('who reads of a case is shown cases only that are plainly alike; who writes sees the closest there are', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '騎樓停車格改畫為行人通道' })
  await givenCase(world, { number: '2026-0002', title: '醫院旁的騎樓停車格改為行人通道' })
  await givenCase(world, { number: '2026-0003', title: '圖書館旁的停車場延長開放時間' })
  const read = await world.visitor().read('/haicheng/proposals/2026-0001/references')
  expect(read.items.join()).toContain('2026-0002')
  expect(read.items.join()).not.toContain('2026-0003')
  const writing = { title: '騎樓停車格改畫為行人通道', text: '', except: '' }
  const found = await similarViews(world.db.reads, world.government, writing, world.clock.now)
  expect(found.map(({ number, plain }) => [number, plain]).sort()).toEqual([
    ['2026-0001', true],
    ['2026-0002', true],
    ['2026-0003', false],
  ])
})

test.each([
  ['設置衝浪板架', '路口增設紅綠燈', false],
  ['公園設置衝浪板架', '夜市設置救生員', false],
  ['港東路口增設紅綠燈', '港東路口請增設紅綠燈', true],
  ['路口紅綠燈太短', '路口紅綠燈秒數太短', true],
])('in a city with few cases, 「%s」 is plainly alike to 「%s」: %s', async (title, there, plain) => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: there })
  await givenCase(world, { number: '2026-0002', title: '夜市設置洗手台' })
  await givenCase(world, { number: '2026-0003', title: '圖書館延長開放時間' })
  const found = await similarViews(world.db.reads, world.government, { title, text: '', except: '' }, world.clock.now)
  expect(found.filter((row) => row.plain).map(({ number }) => number)).toEqual(plain ? ['2026-0001'] : [])
})

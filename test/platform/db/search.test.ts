import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { engine } from '../../../src/config.ts'
import { rowsOf } from '../../../src/platform/db/columns.ts'
import { deploymentStatus } from '../../../src/platform/db/deployment-tables.ts'
import { indexDocument, matching, removeDocument } from '../../../src/platform/db/search.ts'
import { parseQuery } from '../../../src/platform/db/search-query.ts'
import { write } from '../../../src/platform/db/write.ts'
import { testDatabase } from '../../support/database.ts'

async function library() {
  const db = await testDatabase()
  const texts = [
    ['ban', '全國漸進式禁止使用免洗餐具', '海洋垃圾與塑膠'],
    ['ports', 'Opening fishing ports to anglers', '開放漁港釣魚，一次性餐具不在此列'],
    ['hike', '簡化登山申請', 'Café permits for hikers'],
  ] as const
  await write(db, async (tx) => {
    for (const [key, title, body] of texts) {
      await tx.insert(deploymentStatus).values({ key, value: title })
      await indexDocument(tx, key, { title, body })
    }
  })
  const find = async (typed: string) => {
    const query = parseQuery(typed)
    if (!query) return null
    const found = matching(query)
    const rows = await db.reads
      .select({ key: deploymentStatus.key })
      .from(deploymentStatus)
      .innerJoin(found, sql`found.document_id = ${deploymentStatus.key}`)
      .orderBy(sql`found.about desc`, deploymentStatus.key)
    return rows.map((row) => row.key)
  }
  return { db, find }
}

test('Chinese is found by one character, two, or a piece of a sentence; title hits come first', async () => {
  const { find } = await library()
  expect(await find('漁')).toEqual(['ports'])
  expect(await find('餐具')).toEqual(['ban', 'ports'])
  expect(await find('使用免洗餐')).toEqual(['ban'])
  expect(await find('洗使用免')).toEqual([])
})

test('English is found by its stem, without accents and in any case', async () => {
  const { find } = await library()
  expect(await find('PORT angling')).toEqual([])
  expect(await find('port fish')).toEqual(['ports'])
  expect(await find('cafe hiker')).toEqual(['hike'])
  expect(await find('"fishing ports"')).toEqual(['ports'])
  expect(await find('"ports fishing"')).toEqual([])
})

test('nothing typed can break the search', async () => {
  const { find } = await library()
  for (const typed of [
    '" OR 1=1',
    'AND NOT (',
    "'; drop table settings; --",
    '*',
    '餐"具',
    '\u0000',
    'a'.repeat(5000),
    '\\',
    '%_',
  ])
    await expect(find(typed)).resolves.not.toThrow()
  expect(await find('!!! ???')).toBeNull()
})

test('a changed text is found by its new words only, a removed one not at all', async () => {
  const { db, find } = await library()
  const known = await db.reads.select({ n: sql`1` }).from(deploymentStatus)
  await write(db, (tx) => indexDocument(tx, 'ban', { title: '禁用吸管', body: '' }))
  expect(await find('免洗')).toEqual([])
  expect(await find('吸管')).toEqual(['ban'])
  await write(db, (tx) => removeDocument(tx, 'ban'))
  expect(await find('吸管')).toEqual([])
  expect(await db.reads.select({ n: sql`1` }).from(deploymentStatus)).toEqual(known)
})

test('any text can be indexed: very long words, control characters, nothing at all, 臺 for 台', async () => {
  const { db, find } = await library()
  await write(db, (tx) => indexDocument(tx, 'ban', { title: 'x'.repeat(9000), body: '臺中\u0000\ud800港' }))
  await write(db, (tx) => indexDocument(tx, 'ports', { title: '', body: '' }))
  expect(await find('x'.repeat(9000))).toEqual(['ban'])
  expect(await find('台中')).toEqual(['ban'])
  expect(await find('ports')).toEqual([])
})

test('a refused change leaves the index as it was', async () => {
  const { db, find } = await library()
  const unit = write(db, async (tx) => {
    await indexDocument(tx, 'ban', { title: '禁用吸管', body: '' })
    throw new Error('refused')
  })
  await expect(unit).rejects.toThrow('refused')
  expect(await find('吸管')).toEqual([])
  expect(await find('免洗餐具')).toEqual(['ban'])
})

test('Simplified, variants, widths and variation selectors find what is written in Traditional', async () => {
  const { db, find } = await library()
  await write(db, (tx) =>
    indexDocument(tx, 'hike', { title: '臺鐵列車計畫', body: '幼兒園專車，佔用車道', codes: ['20260012'] }),
  )
  for (const typed of [
    '台铁',
    '列车计划',
    '臺鐵列車計劃',
    '幼儿园',
    '占用车道',
    '列\ufe00車',
    '臺\u{e0100}鐵',
    '２０２６－００１２',
    '2026-12',
  ])
    expect(await find(typed), typed).toEqual(['hike'])
})

test('a minus leaves out what has the word, also after Chinese', async () => {
  const { find } = await library()
  expect(await find('餐具 -漁港')).toEqual(['ban'])
  expect(await find('餐具-漁港')).toEqual(['ban'])
  expect(await find('餐具 －漁港')).toEqual(['ban'])
  expect(await find('餐具 -"fishing ports"')).toEqual(['ban'])
  expect(await find('-餐具')).toEqual(['hike'])
})

test('a number is found in digits and in Chinese, side by side with what it counts', async () => {
  const { db, find } = await library()
  const put = (key: string, title: string, body = '') => write(db, (tx) => indexDocument(tx, key, { title, body }))
  await put('ban', '12年國教與300元補助', '16歲可以考照')
  await put('ports', '二二八連假與五一勞動節', '第三級古蹟，三百人')
  await put('hike', '週休2日', '三個人，每週3天')
  const finds = {
    ban: ['十二年國教', '三百元', '十六歲'],
    ports: ['228', '51勞動節', '第3級', '300人'],
    hike: ['週休二日'],
  }
  for (const [key, all] of Object.entries(finds))
    for (const typed of all) expect([typed, await find(typed)]).toEqual([typed, [key]])
  expect(await find('週休三日'), '3 and 日 stand apart').toEqual([])
  expect(await find('300')).toEqual(['ban', 'ports'])
})

test('a text that has the parts of a case number, and not the number, is not found by it', async () => {
  const { db, find } = await library()
  await write(db, (tx) => indexDocument(tx, 'ban', { title: '2016年76線', body: '', codes: ['20170001'] }))
  await write(db, (tx) => indexDocument(tx, 'ports', { title: '釣魚', body: '', codes: ['20160076'] }))
  await write(db, (tx) => indexDocument(tx, 'hike', { title: '登山', body: '如 2016-76 所提' }))
  expect(await find('2016-76')).toEqual(['hike', 'ports'])
  expect(await find('第 2016-0076 號')).toEqual(['ports'])
})

test('several words must all be there, and of each any way to say it is enough', async () => {
  const { db } = await library()
  const others = (part: string) => (part === '渔港' ? ['登山', '步道'] : []) // as texts are compared: folded
  const query = parseQuery('漁港 申請', { of: others, near: () => [], within: () => [] })!
  const found = matching(query)
  const rows = await db.reads
    .select({ key: deploymentStatus.key })
    .from(deploymentStatus)
    .innerJoin(found, sql`found.document_id = ${deploymentStatus.key}`)
  expect(rows.map(({ key }) => key)).toEqual(['hike'])
})

// Read one by one, the tokens of 1,325 documents took PostgreSQL 0.3 to 8 seconds for a search.
test.runIf(engine === 'postgres')('PostgreSQL asks the index whatever it thinks of reading all documents', async () => {
  const { db } = await library()
  const [made] = await rowsOf<{ set: string[] }>(
    db.reads,
    sql`select proconfig as set from pg_proc where proname = 'search_rows'`,
  )
  expect(made?.set).toContain('enable_seqscan=off')
})

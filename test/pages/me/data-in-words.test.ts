// My data says in words what the copy holds in columns: where a proposal is, which district was counted, until when something is kept.
import { getTableColumns, getTableName } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { personTables, whyLeftOut } from '../../../src/domain/retention/person-tables.ts'
import { inFileOnly, inSentence, notes } from '../../../src/pages/me/data-notes.ts'
import { givenCase } from '../../support/cases.ts'
import { testWorld } from '../../support/world.ts'

/** Columns of the copy, table by table: what staff did is counted, not told row by row. */
const told = new Map<string, Set<string>>()
for (const entry of personTables().filter(
  ({ table, section }) => section !== 'staff' || getTableName(table) === 'staff',
)) {
  const name = getTableName(entry.table)
  const columns = Object.values(getTableColumns(entry.table)).filter((column) => whyLeftOut(entry, column) === null)
  told.set(name, new Set([...(told.get(name) ?? []), ...columns.map((column) => column.name)]))
}

test('every column of the copy is said in words, or My data says that it is in the file alone', () => {
  const silent = [...told].flatMap(([table, columns]) =>
    [...columns]
      .filter((column) => !notes[column] && !inSentence[table]?.includes(column))
      .filter((column) => !inFileOnly[table]?.includes(column) && !inFileOnly['*']!.includes(column))
      .map((column) => `${table}.${column}`),
  )
  expect(silent).toEqual([])
})

test('no column is named that the copy does not have', () => {
  const named = [...Object.entries(inSentence), ...Object.entries(inFileOnly)].filter(([table]) => table !== '*')
  const unknown = named.flatMap(([table, columns]) =>
    columns.filter((column) => !told.get(table)?.has(column)).map((column) => `${table}.${column}`),
  )
  expect(unknown).toEqual([])
  const all = new Set([...told.values()].flatMap((columns) => [...columns]))
  expect(Object.keys(notes).filter((column) => !all.has(column))).toEqual([])
})

test('a proposal says its place, topic and suggested agencies, a co-signature its district, a follow since when, a list by its name', async () => {
  const world = await testWorld()
  const mei = await world.signedIn('mei@example.test')
  const draft = String((await mei.post('/haicheng/proposals/drafts')).headers.location).replace(/\/problem$/, '')
  await mei.post(`${draft}/problem`, { title: '公園路燈太暗', problem: '晚上六點以後看不到路，長輩常跌倒。' })
  await mei.post(`${draft}/place`, { topic: 'sea', district: 'gangdong', place: '中正公園東側' })
  await mei.post(`${draft}/asks`, { asks: ['請增設三盞路燈'] })
  await mei.post(`${draft}/benefit`, { benefit: '附近居民' })
  await mei.post(`${draft}/agencies`, { agencies: ['epb'], name: '小美' })
  await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  await mei.post('/haicheng/proposals/2026-0001/cosignatures', { district: 'gangdong', wants: '1' })
  await mei.post('/haicheng/follows', { of: 'agency:epb', pace: 'weekly', kinds: ['end'] })
  await mei.post('/haicheng/follows', { of: 'topic:sea', pace: 'daily', kinds: ['end'] })
  await mei.post('/haicheng/follows', { of: 'topic:sea', pace: 'never' })

  const english = await mei.read('/me/data?lang=en')
  const proposal = english.part('My proposals').text
  for (const words of [
    ...['公園路燈太暗', 'Haicheng City', 'Topic: Sea', 'District: Gangdong', 'Place: 中正公園東側'],
    ...['Agencies you suggested: Environment Bureau', 'Name shown: 小美'],
  ])
    expect(proposal).toContain(words)
  const signed = english.part('Co-signatures').text
  for (const words of ['You co-signed', '18 Jun 2026', 'District: Gangdong', 'email address confirmed', 'notice '])
    expect(signed).toContain(words)
  expect(signed, 'it happened on a day').not.toContain('since')
  const followed = english.part('What I follow').items
  const about = (words: string) => followed.find((item) => item.includes(words))
  expect(about('海堤步道夜間照明')).toContain('since 18 Jun 2026')
  expect(about('Agency: Environment Bureau')).toMatch(/since 18 Jun 2026.*Once a week/s)
  expect(about('Topic: Sea')).toContain('You stopped following it')

  const chinese = (await mei.read('/me/data?lang=zh-Hant')).text
  for (const words of ['行政區：港東區', '地點：中正公園東側', '您建議的機關：環境保護局', '公開的名稱：小美'])
    expect(chinese).toContain(words)
})

test('a seat names its government and agency', async () => {
  const world = await testWorld()
  const officer = await world.staff('officer', world.agencies.environment)
  const seat = (await officer.read('/me/data?lang=en')).part('My work for an agency').text
  for (const words of ['Seat: ', 'Haicheng City', 'Agency: Environment Bureau']) expect(seat).toContain(words)
})

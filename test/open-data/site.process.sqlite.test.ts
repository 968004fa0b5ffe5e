// The static copy: whoever opens its folder without any server finds all of it, no link leads nowhere, and nothing hidden is in it.
// A second copy into the same folder is the same as one made anew, and draws what changed.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, normalize } from 'node:path'
import { load } from 'cheerio'
import { eq } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { listGovernments } from '../../src/domain/governments/store.ts'
import { linkBetween, targetOf } from '../../src/open-data/site/addresses.ts'
import { exportSite } from '../../src/open-data/site/export-site.ts'
import { askOf, siteCopy } from '../../src/open-data/site/site-copy.ts'
import { siteFolder } from '../../src/open-data/site/site-folder.ts'
import { write } from '../../src/platform/db/write.ts'
import { languages } from '../../src/platform/i18n/i18n.ts'
import { agencies } from '../../src/schema/agencies.ts'
import { commitments } from '../../src/schema/commitments.ts'
import { proposals, proposalTexts } from '../../src/schema/proposals.ts'
import { givenCase } from '../support/cases.ts'
import { makeElsewhere } from '../support/city.ts'
import { queriesOf } from '../support/database.ts'
import { wholeLife } from '../support/whole-life.ts'
import { testWorld, type World } from '../support/world.ts'

function someFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fuyi-site-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const origin = 'http://localhost'

async function copied(world: World, folder: string) {
  const files = siteFolder(folder)
  const governments = await listGovernments(world.db.reads)
  const at = world.clock.now
  const given = { db: world.db.reads, ask: askOf(world.app, origin), folder: files, governments, languages, origin, at }
  const done: { slug: string; cases: number; drawn: number }[] = []
  await exportSite(siteCopy({ ...given, isWhole: true }), (one) => void done.push(one))
  return { done, counted: files.counted }
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort()

/** Every link of every page that can be reached from the first one, as a browser without a server would follow it. */
function walked(folder: string) {
  const met = new Set(['index.html'])
  const wrong: string[] = []
  const outside = new Set<string>()
  const ids = new Map<string, Set<string>>()
  const idsOf = (file: string) => {
    const known = ids.get(file)
    if (known) return known
    const $ = load(readFileSync(join(folder, file), 'utf8'))
    const found = new Set(
      $('[id]')
        .map((_, el) => $(el).attr('id') ?? '')
        .get(),
    )
    ids.set(file, found)
    return found
  }
  for (const file of met) {
    if (!file.endsWith('.html')) continue
    const $ = load(readFileSync(join(folder, file), 'utf8'))
    for (const el of $('form, button, select, input, script[src], [hx-get], [hx-post]').get())
      wrong.push(`${file}: a <${el.name}>`)
    for (const el of $('[href], [src]').get()) {
      const to = $(el).attr('href') ?? $(el).attr('src') ?? ''
      if (/^(https?:|mailto:|data:)/.test(to)) {
        outside.add(to)
        continue
      }
      const [path = '', hash = ''] = to.split('#')
      const target = path ? normalize(join(dirname(file), decodeURI(path))) : file
      if (to.startsWith('/') || target.startsWith('..') || !existsSync(join(folder, target)))
        wrong.push(`${file}: ${to}`)
      else if (hash && target.endsWith('.html') && !idsOf(target).has(decodeURIComponent(hash)))
        wrong.push(`${file}: nothing at ${to}`)
      else met.add(target)
    }
  }
  return { met, wrong, outside }
}

const day = (date: string) => new Date(`${date}T10:00:00+08:00`)

async function richCity() {
  const world = await testWorld({ at: '2026-06-18T09:00:00+08:00' })
  await makeElsewhere(world.db)
  await wholeLife(world, (field, most) => `${field} ${'字'.repeat(5)}`.slice(0, most))
  await givenCase(world, {
    ...{ number: '2025-0004', title: '游泳池四季開放', stage: 'resolved', outcome: 'partly', asks: ['甲', '乙'] },
    ...{ thresholdMetAt: day('2026-02-01'), answerDueBefore: new Date('2026-04-02T00:00:00+08:00') },
    ...{ answeredAt: day('2026-04-13'), decisions: ['adopted', 'not_adopted'], topicCode: 'nature' },
    promise: { what: '十二月前完成', dueOn: '2026-12-31', state: 'open' },
  })
  await givenCase(world, { number: '2026-0010', title: '夜市停用一次性餐具', signed: { gangdong: 6 } })
  await givenCase(world, { number: '2026-0011', title: '到期未達', stage: 'expired', outcome: 'expired' })
  await givenCase(world, { number: '2026-0012', title: '作者撤回', stage: 'withdrawn', outcome: 'withdrawn' })
  await givenCase(world, {
    ...{ number: '2026-0013', title: '藏起來的標題', problem: '藏起來的內容' },
    ...{ hiddenAt: world.clock.now, hiddenReason: '誹謗' },
  })
  return world
}

test('every page of a copy is reached from the first one, no link leads nowhere, and no hidden case is in any file', async () => {
  const world = await richCity()
  const folder = someFolder()
  const { done } = await copied(world, folder)
  expect(done.map(({ slug }) => slug).sort()).toEqual(['elsewhere', 'haicheng'])
  const { met, wrong, outside } = walked(folder)
  expect(wrong).toEqual([])
  const all = filesIn(folder).filter((file) => !file.startsWith('state/') && file !== 'copy.json')
  const unmet = all.filter((file) => !met.has(file) && !/-topic-/.test(file)) // lists of topics that no case has
  expect(unmet).toEqual([])
  for (const language of languages)
    for (const page of [
      ...['index', 'haicheng/index', 'haicheng/archive', 'haicheng/proposals', 'haicheng/agencies', 'haicheng/data'],
      ...['haicheng/proposals/2025-0004', 'haicheng/commitments/2025-0004-1', 'haicheng/proposals/2026-0012'],
      ...['haicheng/proposals-topic-nature', 'haicheng/archive-agency-epb', 'haicheng/help/deadlines'],
    ])
      expect(all).toContain(`${language}/${page}.html`)
  expect(all.filter((file) => file.startsWith('data/haicheng/proposals.'))).toEqual(
    ['csv', 'csv-metadata.json', 'json', 'ndjson', 'parquet'].map((end) => `data/haicheng/proposals.${end}`),
  )
  const json = JSON.parse(readFileSync(join(folder, 'data/haicheng/proposals/2025-0004.json'), 'utf8'))
  expect(json).toEqual((await world.visitor().get('/api/v1/haicheng/proposals/2025-0004')).json())
  expect(readFileSync(join(folder, 'data/haicheng/proposals/2025-0004.csv'), 'utf8')).toBe(
    (await world.visitor().get('/haicheng/proposals/2025-0004.csv')).body,
  )
  const secret = all.filter((file) => /藏起來的/.test(readFileSync(join(folder, file), 'utf8')))
  expect([secret, all.filter((file) => file.includes('2026-0013'))]).toEqual([[], []])
  // what a copy cannot do leads to the live platform
  expect([...outside]).toContain('http://localhost/sign-in?next=%2Fhaicheng%2Fproposals%2F2025-0004')
})

test('each language has its own pages, with words that say that it is a copy, and where the live page is', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0010', title: '夜市停用一次性餐具' })
  const folder = someFolder()
  await copied(world, folder)
  const read = (file: string) => load(readFileSync(join(folder, file), 'utf8'))
  const zh = read('zh-Hant/haicheng/proposals/2026-0010.html')
  expect([zh('html').attr('lang'), zh('main .notice').first().text()]).toEqual([
    'zh-Hant',
    '這是網站的副本，內容不會更新。 前往線上平臺的同一頁',
  ])
  const en = read('en/haicheng/proposals/2026-0010.html')
  expect(en('main .notice a').first().attr('href')).toBe('http://localhost/haicheng/proposals/2026-0010')
  expect(en('.masthead__you a[lang="zh-Hant"]').attr('href')).toBe('../../../zh-Hant/haicheng/proposals/2026-0010.html')
})

test('a second copy draws what changed, and is byte for byte what a new one is, however much later', async () => {
  const world = await richCity()
  const folder = someFolder()
  await copied(world, folder)
  const again = await copied(world, folder)
  // all but the merged case, which shows something of another
  expect(again.done.find(({ slug }) => slug === 'haicheng')).toMatchObject({ drawn: 1 })
  const changes: ((at: Date) => Promise<unknown>)[] = [
    async () => {},
    () => write(world.db, (tx) => tx.update(proposalTexts).set({ problem: '改過的內容' })),
    () =>
      write(world.db, (tx) =>
        tx
          .update(proposals)
          .set({ hiddenAt: world.clock.now, hiddenReason: '誹謗' })
          .where(eq(proposals.number, '2025-0004')),
      ),
    () =>
      write(world.db, (tx) =>
        tx
          .update(agencies)
          .set({ name: { 'zh-Hant': '環境局', en: 'Green Bureau' } })
          .where(eq(agencies.code, 'epb')),
      ),
    () => write(world.db, (tx) => tx.update(commitments).set({ dueOn: '2026-06-30' })),
    async () => {},
    () => givenCase(world, { number: '2026-0020', title: '新的提案' }),
    async () => {},
  ]
  const days = [
    '2026-06-18',
    '2026-06-19',
    '2026-06-20',
    '2026-06-23',
    '2026-07-02',
    '2026-09-01',
    '2027-01-01',
    '2028-03-01',
  ]
  for (const [i, change] of changes.entries()) {
    world.clock.now = new Date(`${days[i]}T00:00:01+08:00`)
    await change(world.clock.now)
    await copied(world, folder)
    const fresh = someFolder()
    await copied(world, fresh)
    const inBoth = filesIn(fresh)
    expect([days[i], filesIn(folder)]).toEqual([days[i], inBoth])
    const differing = inBoth.filter((file) => !readFileSync(join(folder, file)).equals(readFileSync(join(fresh, file))))
    expect([days[i], differing]).toEqual([days[i], []])
  }
})

test('a case is read once for all its pages, and a table once for all its formats', async () => {
  const world = await testWorld()
  for (let n = 10; n < 22; n++) await givenCase(world, { number: `2026-00${n}`, title: `第${n}案` })
  const read = await queriesOf(() => copied(world, someFolder()))
  const of = (what: RegExp) => read.filter(({ statement }) => what.test(statement)).length
  // the cases, and the table of their texts: one batch each, and not once for each of twelve
  expect(of(/from "proposal_texts"/)).toBe(2)
  expect(of(/from "asks"/)).toBe(2)
  expect(of(/from "case_references"/)).toBe(2) // once for whether there are any
})

test('a folder that holds something else is left alone', async () => {
  const folder = someFolder()
  writeFileSync(join(folder, 'letter.txt'), 'mine')
  expect(() => siteFolder(folder)).toThrow(/not empty/)
  expect(readdirSync(folder)).toEqual(['letter.txt'])
})

test('addresses that need somebody who answers are in no copy', () => {
  for (const address of [
    ...['/haicheng/desk', '/haicheng/desk/2026-0001', '/haicheng/proposals/new', '/dumps/index.json'],
    ...[
      '/haicheng/search?q=x',
      '/haicheng/archive?q=x',
      '/haicheng/archive?page=2',
      '/haicheng/archive?topic=a&topic=b',
    ],
    ...[
      '/haicheng/archive?topic=a&agency=b',
      '/haicheng/proposals/2026-0001/poster',
      '/api/v1/haicheng/proposals?page=2',
    ],
    ...['/haicheng/proposals/2026-0001/reasons?x=1', '/haicheng/proposals/2026-0001.parquet'],
  ])
    expect([address, targetOf(address, 'en')]).toEqual([address, null])
  const file = (address: string) => targetOf(address, 'en')?.file
  expect(file('/haicheng/archive?per_page=100&page=3')).toBe('en/haicheng/archive-page-3.html')
  expect(file('/haicheng/archive?agency=%E6%B0%B4&per_page=100')).toBe('en/haicheng/archive-agency-~E6~B0~B4.html')
  expect(file('/haicheng/agencies/%E6%B0%B4')).toBe('en/haicheng/agencies/~E6~B0~B4.html')
  expect(file('/haicheng/proposals/2026-0001?lang=zh-Hant')).toBe('zh-Hant/haicheng/proposals/2026-0001.html')
  expect(linkBetween('en/haicheng/index.html', 'static/x.css')).toBe('../../static/x.css')
})

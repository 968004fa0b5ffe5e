// Pages of cases of the archive, drawn once and kept in a file beside the database: they come back after a restart, byte for byte, and
// never when anything that they show is another.
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { buildApp } from '../../../src/app.ts'
import { giveSteps } from '../../../src/domain/record/changes.ts'
import { forgetPages } from '../../../src/domain/record/forget-pages.ts'
import { newId } from '../../../src/lib/id.ts'
import { drawAhead } from '../../../src/operations/draw-ahead.ts'
import { openPageFile, type PageFile } from '../../../src/platform/db/page-file.ts'
import { write } from '../../../src/platform/db/write.ts'
import { agencies } from '../../../src/schema/agencies.ts'
import { announcements } from '../../../src/schema/calendar.ts'
import { caseChanges } from '../../../src/schema/case-changes.ts'
import { proposals, proposalTexts } from '../../../src/schema/proposals.ts'
import { type GivenCase, givenCase } from '../../support/cases.ts'
import { overSockets } from '../../support/sockets.ts'
import { testWorld, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2025-0004'
const day = (date: string) => new Date(`${date}T10:00:00+08:00`)

function somewhere(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fuyi-pages-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'pages.db')
}

/** A city with a case that was answered long ago, and the place of its file. */
async function archive() {
  const world = await testWorld()
  const given: GivenCase = {
    ...{ number: '2025-0004', title: '游泳池四季開放', stage: 'resolved', outcome: 'adopted', asks: ['開放'] },
    ...{ publishedAt: day('2026-01-02'), closesBefore: day('2026-03-02'), thresholdMetAt: day('2026-02-01') },
    ...{ answerDueBefore: day('2026-04-02'), answeredAt: day('2026-03-13'), decisions: ['adopted'] },
    signed: { gangdong: 6 },
  }
  const id = await givenCase(world, given)
  await settle(world)
  return { ...world, id, path: somewhere() }
}

/** A change gets its step once no cache remembers what was before. */
async function settle(world: World) {
  for (let times = 0; times < 3; times++) await giveSteps(world.deps, world.clock.now)
}

/** The application as it is after a start: it knows nothing but the database and the file. */
async function started(world: World, path: string) {
  const pageFile = openPageFile(path, 10e6)
  const app = await buildApp({
    ...world.deps,
    db: { ...world.db, close: async () => {} },
    sharedFor: 1000,
    pageFile,
  })
  const stop = async () => {
    await app.close()
    pageFile.close()
  }
  onTestFinished(stop)
  const doors = await overSockets({ app })
  await app.filedPages!.ready
  const made = async () =>
    Number(/^fuyi_pages_total\{from="made"\} (\d+)/m.exec(await app.metrics.metrics())?.[1] ?? Number.NaN)
  return { app, visitor: doors.visitor(), pageFile, made, stop }
}
type Started = Awaited<ReturnType<typeof started>>

/** Asks until the page lies in the file, under another version: what stands around cases must be known for two seconds first. */
async function filed({ visitor, pageFile }: Started, than = '') {
  for (let times = 0; times < 150; times++) {
    const seen = await visitor.get(at, { 'accept-encoding': 'br' })
    pageFile.write()
    const version = versionIn(pageFile)
    if (version && version !== than) return { seen, version }
    await sleep(100)
  }
  throw new Error('The page was not filed.')
}

const versionIn = (file: PageFile): string | undefined => file.get(`en   ${at}`)?.version

/** After a start that reads the file: what is seen, and whether it was drawn. */
async function afterStart(world: World & { path: string }, headers: { [name: string]: string } = {}) {
  const app = await started(world, world.path)
  const before = await app.made()
  const seen = await app.visitor.get(at, headers)
  const drawn = (await app.made()) - before
  await app.stop()
  return { seen, drawn }
}

test('a page comes back after a start as it was, and as nothing to who has it; what is hidden or changed does not', async () => {
  const world = await archive()
  const first = await started(world, world.path)
  const { seen: drawn, version: filedFirst } = await filed(first)
  await first.stop()

  const again = await afterStart(world)
  expect(again.drawn).toBe(0)
  expect(again.seen.statusCode).toBe(200)
  expect(again.seen.body).toContain('<title>游泳池四季開放')
  const tag = String(again.seen.headers.etag)
  const plain = (etag: unknown) => String(etag).replace(/(-br|-gzip)?(-quick)?"$/, '')
  expect(plain(tag)).toBe(plain(drawn.headers.etag))
  const known = await afterStart(world, { 'if-none-match': tag })
  expect([known.drawn, known.seen.statusCode, known.seen.body]).toEqual([0, 304, ''])
  // another language is another page, and so is who signed in
  expect((await afterStart(world, { 'accept-language': 'zh-Hant' })).drawn).toBe(1)

  const title = async () => /<title>([^<]*)/.exec((await afterStart(world)).seen.body)?.[1]
  await write(world.db, (tx) => tx.update(proposals).set({ title: '改過的標題' }))
  expect(await title()).toContain('改過的標題')
  await settle(world)
  expect(await title()).toContain('改過的標題')

  const second = await started(world, world.path)
  await filed(second, filedFirst)
  expect((await second.visitor.get(at)).body).toContain('<title>改過的標題')
  await second.stop()
  await write(world.db, (tx) => tx.update(proposals).set({ hiddenAt: world.clock.now, hiddenReason: '誹謗' }))
  const hidden = await afterStart(world)
  expect([hidden.seen.statusCode, hidden.seen.body.includes('改過的標題')]).toEqual([410, false])
  await settle(world)
  expect((await afterStart(world)).seen.statusCode).toBe(410)
})

test('what was drawn ahead is drawn for nobody who asks, in each language; what changes by itself is left', async () => {
  const world = await archive()
  await givenCase(world, {
    ...{ number: '2025-0005', title: '夜間照明', stage: 'resolved', outcome: 'adopted', asks: ['加裝'] },
    ...{ publishedAt: day('2026-01-02'), closesBefore: day('2026-03-02'), thresholdMetAt: day('2026-02-01') },
    ...{ answerDueBefore: day('2026-04-02'), answeredAt: day('2026-03-13'), decisions: ['adopted'] },
    promise: { what: '加裝', dueOn: '2027-12-01', state: 'open' },
  })
  await settle(world)
  const ahead = await started(world, world.path)
  const draw = () => drawAhead(ahead.app, world.deps, ahead.pageFile)
  expect(await draw()).toEqual({ drawn: 2, known: 0, full: false })
  expect(await draw()).toEqual({ drawn: 0, known: 2, full: false })
  await ahead.stop()
  for (const language of ['en', 'zh-Hant'])
    expect((await afterStart(world, { 'accept-language': language })).drawn).toBe(0)
})

test('what changed while it was drawn ahead does not stay in the file', async () => {
  const world = await archive()
  const { app, pageFile, stop } = await started(world, world.path)
  const filed = app.filedPages!
  const has = filed.has
  let asked = 0
  filed.has = async (...of) => {
    const known = await has(...of)
    // the first language was drawn, and is not written yet
    if (++asked === 2) await write(world.db, (tx) => tx.update(proposalTexts).set({ problem: '另一個問題' }))
    return known
  }
  expect((await drawAhead(app, world.deps, pageFile)).drawn).toBe(2)
  expect(pageFile.count()).toBe(0)
  await stop()
})

const changes: { [what: string]: (world: World & { id: string }) => Promise<unknown> } = {
  'a text': ({ db }) => write(db, (tx) => tx.update(proposalTexts).set({ problem: '另一個問題' })),
  'the name of an agency': ({ db }) =>
    write(db, (tx) => tx.update(agencies).set({ name: { 'zh-Hant': '環境局', en: 'Green Bureau' } })),
  'a notice': ({ db, government, clock }) =>
    write(db, (tx) =>
      tx.insert(announcements).values({
        ...{ id: newId(), governmentId: government.id, firstDay: '2026-06-01', lastDay: '2026-07-01' },
        ...{ words: { 'zh-Hant': '公告', en: 'A notice' }, createdAt: clock.now },
      }),
    ),
  'the author’s name': ({ db, id }) =>
    write(db, (tx) => tx.update(proposals).set({ authorName: null, authorId: null }).where(eq(proposals.id, id))),
  'a count that falls': ({ db, id }) =>
    write(db, (tx) => tx.update(proposals).set({ count: 5 }).where(eq(proposals.id, id))),
}

test('whatever of what a page shows is another, it is drawn anew: of the case, of names, of notices, of the count', async () => {
  const world = await archive()
  const app = await started(world, world.path)
  let { version } = await filed(app)
  await app.stop()
  expect((await afterStart(world)).drawn).toBe(0)
  for (const [what, change] of Object.entries(changes)) {
    await change(world)
    const { seen, drawn } = await afterStart(world)
    expect([what, drawn, seen.statusCode]).toEqual([what, 1, 200])
    await settle(world)
    const next = await started(world, world.path)
    version = (await filed(next, version)).version
    await next.stop()
    expect([what, (await afterStart(world)).drawn]).toEqual([what, 0])
  }
})

test('what was on a page leaves the file with the change, also where nobody asks for the page again', async () => {
  const world = await archive()
  const app = await started(world, world.path)
  await forgetPages(world.db, app.pageFile) // as of now
  const { version } = await filed(app)
  expect(await forgetPages(world.db, app.pageFile)).toBe(0)
  await write(world.db, (tx) => tx.update(proposals).set({ authorName: null, authorId: null }))
  expect(await forgetPages(world.db, app.pageFile)).toBe(1)
  expect([app.pageFile.count(), version.length > 64]).toEqual([0, true])
})

test('where everything is marked at once, as by an upgrade, a look takes some in turn, and what changes meanwhile at once', async () => {
  const world = await archive()
  const app = await started(world, world.path)
  await forgetPages(world.db, app.pageFile) // as of now
  await filed(app)
  const put = (about: string) => {
    app.pageFile.put(about, () => ({ key: about, about, version: 'v', facts: '{}', body: Buffer.from('x') }))
    app.pageFile.write()
  }
  const marked = Array.from({ length: 35 }, () => newId())
  const mark = (ids: string[], seen: boolean) =>
    write(world.db, (tx) =>
      tx
        .insert(caseChanges)
        .values(ids.map((proposalId) => ({ proposalId, governmentId: world.government.id, step: null, seen })))
        .returning(),
    )
  await mark(marked, true)
  const looks: number[] = []
  const counting: PageFile = {
    ...app.pageFile,
    forget(about) {
      looks.push(about.length)
      return app.pageFile.forget(about)
    },
  }
  put(marked.at(-1)!)
  const fresh = newId()
  await mark([fresh], false)
  put(fresh)
  const gone: number[] = []
  for (let times = 0; times < 4; times++) gone.push(await forgetPages(world.db, counting, 10))
  expect([gone, looks]).toEqual([
    [1, 0, 0, 1],
    [11, 11, 11, 6],
  ])
  put(marked[0]!)
  expect(await forgetPages(world.db, counting, 10), 'and again from the first').toBe(1)
})

test('the file never grows beyond its bound, is made anew where it is broken, and pages come without it', async () => {
  const path = somewhere()
  const file = openPageFile(path, 400_000)
  for (let n = 0; n < 300; n++) {
    const body = Buffer.alloc(5000, n)
    file.put(`page ${n}`, () => ({ key: `page ${n}`, about: `${n}`, version: 'v', facts: '{}', body }))
    if (n % 50 === 49) file.write()
  }
  expect(file.count()).toBeLessThan(90)
  expect([file.get('page 299')?.body.length, file.get('page 0')]).toEqual([5000, undefined])
  expect(file.forget(['299'])).toBe(1)
  file.close()
  const bytes = readdirSync(join(path, '..')).reduce(
    (sum, name) => sum + readFileSync(join(path, '..', name)).length,
    0,
  )
  expect(bytes).toBeLessThan(1_000_000)

  for (const spoil of [
    () => writeFileSync(path, 'not a database at all'.repeat(500)),
    () => truncateSync(path, 5000),
  ]) {
    spoil()
    const anew = openPageFile(path, 400_000)
    anew.put('page', () => ({ key: 'page', about: '', version: 'v', facts: '{}', body: Buffer.from('x') }))
    anew.write()
    expect(anew.get('page')?.body.toString() ?? 'drawn').toMatch(/^(x|drawn)$/)
    anew.close()
  }
  const nowhere = openPageFile('/proc/nothing/pages.db', 1000)
  expect([nowhere.get('page'), nowhere.count(), nowhere.forget(['x'])]).toEqual([undefined, 0, 0])
})

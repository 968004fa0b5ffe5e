// The catalogue: another portal harvests it without asking, and what Taiwan's portal checks of our files holds.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Parser, Store } from 'n3'
import Validator from 'rdf-validate-shacl'
import { expect, onTestFinished, test } from 'vitest'
import { checkOpenData } from '../../src/open-data/catalogue/check-open-data.ts'
import { checked } from '../../src/open-data/catalogue/quality.ts'
import { takeDumps } from '../../src/open-data/dumps/jobs.ts'
import { givenCase } from '../support/cases.ts'
import { triplesOf } from '../support/json-ld.ts'
import { testWorld, type World } from '../support/world.ts'

const shapes = () => new Store(new Parser().parse(readFileSync(new URL('dcat-ap.ttl', import.meta.url), 'utf8')))
const taken = (world: World, url: string) => world.app.inject({ method: 'GET', url })

async function city() {
  const folder = mkdtempSync(join(tmpdir(), 'fuyi-catalogue-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const world = await testWorld({ config: { dumps: { folder, days: 14, months: 12 } } })
  await givenCase(world, { number: '2026-0001', title: '=夜市停用,"一次性"餐具', signed: { gangdong: 6 } })
  await takeDumps(world.deps, world.clock.now)
  return world
}

async function complaints(catalogue: object) {
  const report = new Validator(shapes()).validate(new Store(await triplesOf(catalogue)))
  const { results } = await report
  return results.map(
    (result) => `${result.focusNode?.value} ${result.path?.value} ${result.sourceConstraintComponent?.value}`,
  )
}

for (const address of ['/catalog.jsonld', '/haicheng/catalog.jsonld'])
  test(`${address} says of every dataset what DCAT-AP asks for, and leads to files that are there`, async () => {
    const world = await city()
    const { statusCode, headers, body } = await taken(world, address)
    expect([statusCode, headers['content-type']]).toEqual([200, 'application/ld+json; charset=utf-8'])
    expect(headers['access-control-allow-origin']).toBe('*')
    const catalogue = JSON.parse(body)
    expect(await complaints(catalogue)).toEqual([])
    const store = new Store(await triplesOf(catalogue))
    const files = store.getObjects(null, 'http://www.w3.org/ns/dcat#downloadURL', null).map(({ value }) => value)
    expect(files.length).toBeGreaterThan(28) // seven tables in four formats, and whole cases
    for (const url of files) expect([url, (await taken(world, new URL(url).pathname)).statusCode]).toEqual([url, 200])
    // where and since when: the day of the oldest case; of a dump also its own
    const day = (of: string) =>
      store.getObjects(null, `http://www.w3.org/ns/dcat#${of}`, null).map(({ value }) => value)
    const datasets = store.getSubjects(null, 'http://www.w3.org/ns/dcat#Dataset', null)
    expect(store.getObjects(null, 'http://purl.org/dc/terms/spatial', null)).toHaveLength(1)
    const periods = store.getSubjects('http://www.w3.org/ns/dcat#startDate', null, null)
    expect([periods.length, day('startDate')]).toEqual([datasets.length, ['2026-05-29']])
    expect(day('endDate')).toEqual(['2026-06-18'])
    for (const property of ['dcat#landingPage', 'dcat#endpointDescription'])
      for (const { value } of store.getObjects(null, `http://www.w3.org/ns/${property}`, null))
        expect([value, (await taken(world, new URL(value).pathname)).statusCode]).toEqual([value, 200])
  })

test('shapes find what is missing: a validator that takes everything would prove nothing', async () => {
  const world = await city()
  const catalogue = (await taken(world, '/haicheng/catalog.jsonld')).json()
  for (const [what, spoil] of [
    ['title', () => delete catalogue['dcat:dataset'][0]['dct:title']],
    ['accessURL', () => delete catalogue['dcat:dataset'][1]['dcat:distribution'][0]['dcat:accessURL']],
    ['publisher', () => delete catalogue['dct:publisher']],
  ] as const) {
    spoil()
    expect((await complaints(catalogue)).some((one) => one.includes(what))).toBe(true)
  }
})

test('a program that knows nothing but the host finds the interfaces, their contract and the catalogue', async () => {
  const world = await city()
  const found = await taken(world, '/.well-known/api-catalog')
  expect(found.headers['content-type']).toContain('application/linkset+json')
  const [one] = found.json().linkset
  const links = ['service-desc', 'service-doc', 'service-meta', 'describedby'].flatMap((name) => one[name])
  expect(links.length).toBeGreaterThan(4)
  for (const { href } of [{ href: one.anchor }, ...links])
    expect([href, (await taken(world, new URL(href).pathname)).statusCode]).toEqual([href, 200])
  const page = await world.visitor().get('/haicheng/data')
  for (const address of [
    '/catalog.jsonld',
    '/haicheng/catalog.jsonld',
    '/haicheng/data/data.gov.tw',
    '/.well-known/api-catalog',
  ])
    expect(page.body).toContain(`href="${address}"`)
})

test('what data.gov.tw asks to know stands for every table, and all its checks of every file hold', async () => {
  const world = await city()
  const list = (await taken(world, '/haicheng/data/data.gov.tw')).json()
  expect(list).toHaveLength(10)
  for (const dataset of list)
    for (const [name, said] of Object.entries(dataset))
      expect([name, said === '' || said === null]).toEqual([name, false])
  const ask = async (path: string) => {
    const reply = await taken(world, path)
    return { status: reply.statusCode, headers: reply.headers, bytes: reply.rawPayload }
  }
  const found = await checkOpenData(ask, 'haicheng', () => world.clock.now)
  const made = found.filter(({ check }) => check !== 'fresh') // by the machine's clock, where the format has no place for it
  expect(made.filter(({ what }) => what)).toEqual([])
  expect(found).toHaveLength(10 * 4 * 6)
  expect(found.filter(({ check, file, what }) => check === 'fresh' && /\.json$/.test(file) && what)).toEqual([])
})

test('each check fails for what it is about, and for nothing else', () => {
  const at = new Date('2026-06-18T09:00:00Z')
  const csv = { 檔案格式: 'CSV', 編碼格式: 'UTF-8', 資料下載網址: 'http://x/a.csv' }
  const described = ['a', 'b'].map((name) => ({ 欄位名稱: name, 欄位說明: `the ${name}` }))
  const good = {
    status: 200,
    type: 'text/csv; charset=utf-8',
    bytes: Buffer.from('\uFEFFa,b\r\n1,2\r\n'),
    receivedAt: at,
    answeredAt: at,
  }
  const failing = (more: Partial<typeof good>, columns = described) =>
    checked(csv, columns, { ...good, ...more }).flatMap(({ check, what }) => (what ? [check] : []))
  expect(failing({})).toEqual([])
  expect(failing({ status: 404 })).toEqual(['link', 'structured', 'columns'])
  expect(failing({ type: 'text/html' })).toEqual(['direct'])
  expect(failing({ bytes: Buffer.from('\uFEFFa,b\r\n1,2,3\r\n') })).toEqual(['structured', 'columns'])
  expect(failing({ bytes: Buffer.from('a,b\r\n1,2\r\n') })).toEqual(['encoding'])
  expect(failing({ bytes: Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0x2c, 0xff]) })).toEqual([
    'structured',
    'encoding',
    'columns',
  ])
  expect(failing({ bytes: Buffer.from('\uFEFFa,c\r\n1,2\r\n') })).toEqual(['columns'])
  expect(failing({}, [{ 欄位名稱: 'a', 欄位說明: ' ' }])).toEqual(['columns'])
  expect(failing({ answeredAt: new Date('2026-06-16T09:00:00Z') })).toEqual(['fresh'])
})

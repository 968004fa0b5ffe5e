import { describe, expect, test } from 'vitest'
import { forAll } from '../../support/at-end.ts'
import { answeredOn, due, givenCase, givenPause } from '../../support/cases.ts'
import { type Page, page } from '../../support/page.ts'
import { testWorld, type World } from '../../support/world.ts'

/** The numbers of the cases that a page lists, in order. */
const numbers = ({ items }: Page) => items.filter((line) => /^\d{4}-\d{4}$/.test(line))
const shown = async (world: World, url: string) => {
  const answer = await world.visitor().get(url)
  expect([url, answer.statusCode]).toEqual([url, 200])
  return page(answer)
}
const listed = async (world: World, url: string) => numbers(await shown(world, url))

async function city() {
  const world = await testWorld()
  const { transport } = world.agencies
  await givenCase(world, { number: '2026-0001', title: '夜市停用一次性餐具', topicCode: 'environment', count: 2 })
  await givenCase(world, {
    number: '2026-0002',
    title: '公車延後',
    problem: '夜市下班沒有車。',
    lead: transport,
    districtCode: 'shibi',
  })
  await givenCase(world, { number: '2026-0003', title: 'Lighting for night cyclists', ...due, count: 7 })
  await givenCase(world, {
    number: '2025-0004',
    title: '公園飲水臺',
    ...answeredOn('2026-03-30'),
    decisions: ['adopted'],
  })
  await givenCase(world, {
    number: '2025-0005',
    title: '釣魚',
    ...answeredOn('2026-04-13', 'not_adopted'),
    lead: transport,
  })
  await givenCase(world, { number: '2025-0006', title: '沒有成案', stage: 'expired', outcome: 'expired', count: 1 })
  return world
}

test('a citizen sees live cases, and finds resolved and ended ones in the archive', async () => {
  const world = await city()
  expect((await listed(world, '/haicheng/proposals')).sort()).toEqual(['2026-0001', '2026-0002', '2026-0003'])
  expect((await listed(world, '/haicheng/archive')).sort()).toEqual(['2025-0004', '2025-0005', '2025-0006'])
})

test('a search finds Chinese of one and two characters and English stems, title hits first', async () => {
  const world = await city()
  const market = await shown(world, `/haicheng/proposals?q=${encodeURIComponent('夜市')}`)
  expect(numbers(market)).toEqual(['2026-0001', '2026-0002'])
  expect(market.marked, 'in the title of the one, in the text of the other').toEqual(['夜市', '夜市'])
  expect(market.hrefs, 'a way on for who finds others than theirs').toContain('/haicheng/proposals/new/problem')
  expect(await listed(world, `/haicheng/archive?q=${encodeURIComponent('釣')}`)).toEqual(['2025-0005'])
  expect(await listed(world, '/haicheng/proposals?q=cyclist')).toEqual(['2026-0003'])
})

test('a citizen who finds nothing among live cases is led to the same words in every stage', async () => {
  const world = await city()
  const [live, archive] = [
    await shown(world, '/haicheng/proposals?q=釣魚'),
    await shown(world, '/haicheng/archive?q=釣魚'),
  ]
  for (const list of [live, archive]) expect(list.hrefs).toContain('/haicheng/search?q=%E9%87%A3%E9%AD%9A')
  expect(live.hrefs, 'or proposes it').toContain('/haicheng/proposals/new/problem')
})

test('a case refused at the check shows no count: it never gathered any', async () => {
  const world = await testWorld()
  const ended = { endedAt: new Date('2026-06-10T00:00:00+08:00'), publishedAt: null }
  await givenCase(world, { number: '2026-0001', title: '調降所得稅', stage: 'refused', outcome: 'refused', ...ended })
  const archive = await shown(world, '/haicheng/archive')
  expect(numbers(archive)).toEqual(['2026-0001'])
  expect(archive.item('調降所得稅').text).not.toMatch(/co-signature| of \d/)
})

test('with scripts the address bar gets the short form of the form', async () => {
  const world = await city()
  const { headers } = await world
    .visitor()
    .get('/haicheng/archive?q=&agency=transport&topic=&sort=', { 'hx-request': 'true' })
  expect(headers['hx-push-url']).toBe('/haicheng/archive?agency=transport')
})

test('the list can be taken along as data: the same cases', async () => {
  const world = await city()
  const address = (await shown(world, '/haicheng/archive?agency=transport')).part('Download this list').link('JSON')
  const { data } = (await world.visitor().get(address!)).json()
  expect(data.map((c: { number: string }) => c.number)).toEqual(['2025-0005'])
})

test('a journalist narrows the archive by outcome, agency, year and punctuality', async () => {
  const world = await city()
  const archive = (query: string) => listed(world, `/haicheng/archive?${query}`)
  expect(await archive('outcome=adopted')).toEqual(['2025-0004'])
  expect((await archive('outcome=adopted&outcome=not_adopted')).sort()).toEqual(['2025-0004', '2025-0005'])
  expect(await archive('agency=transport')).toEqual(['2025-0005'])
  expect(await archive('answered=in_time')).toEqual(['2025-0004'])
  expect(await archive('answered=late')).toEqual(['2025-0005'])
  expect(await archive('year=2024')).toEqual([])
  expect((await shown(world, '/haicheng/archive?answered=late')).item('釣魚').text).toContain('12 days late')
})

test('a citizen narrows live cases by district, topic and what is overdue', async () => {
  const world = await city()
  const live = (query: string) => listed(world, `/haicheng/proposals?${query}`)
  expect(await live('district=shibi')).toEqual(['2026-0002'])
  expect(await live('topic=environment')).toEqual(['2026-0001'])
  expect(await live('answered=overdue')).toEqual(['2026-0003'])
  expect(await live('stage=review')).toEqual(['2026-0003'])
  expect((await live('sort=most_signed'))[0]).toBe('2026-0003')
  expect((await live('agency=&district=&q=')).length).toBe(3)
})

test('a filter says how many cases it leaves out because nobody said their topic or district', async () => {
  const world = await testWorld()
  for (const [n, topicCode] of [
    [1, 'environment'],
    [2, null],
    [3, null],
  ] as const)
    await givenCase(world, {
      ...answeredOn('2026-03-30'),
      number: `2025-000${n}`,
      title: '公園',
      decisions: ['adopted'],
      topicCode,
    })
  await givenCase(world, { number: '2026-0004', title: '進行中', topicCode: null })
  const said = async (query: string) =>
    /(?:has|have) no topic|names? no district/.exec((await world.visitor().get(`/haicheng/archive${query}`)).body)
  const text = async (url: string) => (await shown(world, url)).text
  expect(await said('')).toBeNull()
  expect(await text('/haicheng/archive?topic=transport')).toContain('2 cases in this list have no topic')
  expect(await text('/haicheng/search?topic=environment')).toContain('3 cases in this list have no topic')
  expect(await text('/haicheng/archive?district=shibi')).toContain('3 cases in this list name no district')
  expect(await text('/haicheng/archive?topic=environment&stage=last_seen')).not.toContain('no topic')
})

describe('what nobody can mean', () => {
  const world = forAll(testWorld)
  test.each([
    'stage=nonsense',
    'stage=draft',
    'agency=nobody',
    'sort=up',
    'year=twenty',
    'page=0',
    'per_page=101',
    'answered=maybe',
  ])('a parameter nobody can understand is refused in words: %s', async (query) => {
    const { visitor } = world()
    const refused = await visitor().get(`/haicheng/proposals?${query}`)
    expect(refused.statusCode).toBe(400)
    expect(page(refused).text).toContain('in the address')
    expect((await visitor().get(`/api/v1/haicheng/proposals?${query}`)).statusCode).toBe(400)
  })
})

test('a page past the end is not found; an empty list says how to begin', async () => {
  const world = await testWorld()
  const visitor = world.visitor()
  const past = await visitor.get('/haicheng/archive?outcome=adopted&page=2')
  expect(past.statusCode).toBe(404)
  expect(page(past).hrefs).toContain('/haicheng/archive?outcome=adopted')
  expect((await shown(world, '/haicheng/proposals')).text).toContain('yours can be the first')
})

test('long lists are cut into pages, and each page links to the next with its filters', async () => {
  const world = await testWorld()
  for (let i = 1; i <= 23; i++)
    await givenCase(world, { number: `2026-${String(i).padStart(4, '0')}`, title: `夜市 ${i}` })
  const first = await shown(world, `/haicheng/proposals?q=${encodeURIComponent('夜市')}`)
  expect(numbers(first).length).toBe(20)
  const next = first.link(/^Next/)!
  expect(next).toBe(`/haicheng/proposals?q=${encodeURIComponent('夜市')}&page=2`)
  const second = await shown(world, next)
  expect(numbers(second).length).toBe(3)
  expect(new Set([...numbers(first), ...numbers(second)]).size).toBe(23)
})

test('nobody finds what is hidden, not published, or withdrawn before it was', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '夜市一', hiddenAt: world.clock.now })
  await givenCase(world, { number: '2026-0002', title: '夜市二', stage: 'checking', publishedAt: null })
  await givenCase(world, { number: '2026-0003', title: '夜市三', stage: 'withdrawn', publishedAt: null })
  for (const url of ['/haicheng/proposals', '/haicheng/archive', `/?q=${encodeURIComponent('夜市')}`])
    expect(await listed(world, url)).toEqual([])
})

test('a closing date that has passed is never shown as open', async () => {
  const world = await testWorld({ at: '2026-08-01T00:00:01+08:00' })
  await givenCase(world, { number: '2026-0001', title: '夜市' })
  expect((await shown(world, '/haicheng/proposals')).item('夜市').text).toContain('Co-signing has closed')
})

const asData = async (world: World, url: string): Promise<string[]> =>
  (await world.visitor().get(url)).json().data.map((one: { number: string }) => one.number)

test('every filter goes with every order, as pages and as data', async () => {
  const world = await city()
  const word = `q=${encodeURIComponent('夜市')}`
  const filters = [
    word,
    'agency=transport',
    `${word}&agency=transport`,
    'topic=environment',
    'district=shibi',
    'year=2026',
  ]
  const lists = [
    ['/haicheng/proposals', ['newest', 'closing', 'most_signed', 'waiting'], ['stage=review', 'answered=overdue']],
    ['/haicheng/archive', ['answered', 'newest', 'most_signed'], ['outcome=adopted', 'answered=late']],
    ['/api/v1/haicheng/proposals', ['answered', 'newest', 'closing', 'most_signed', 'waiting'], ['outcome=adopted']],
  ] as const
  for (const [list, sorts, own] of lists)
    for (const filter of [...filters, ...own, ...own.map((one) => `${word}&${one}`)]) {
      const found = new Set<string>()
      for (const sort of sorts) {
        const url = `${list}?${filter}&sort=${sort}`
        found.add(String((list.startsWith('/api') ? await asData(world, url) : await listed(world, url)).sort()))
      }
      expect([list, filter, found.size]).toEqual([list, filter, 1])
      // the archive has none of them, and shows what other stages have
      if (filter === word) expect([list, ...found]).toEqual([list, '2026-0001,2026-0002'])
    }
})

test('a search puts what closes first at the top, and what has no closing date at the end', async () => {
  const world = await testWorld()
  const closing = (day: string) => ({ title: '公車', closesBefore: new Date(`${day}T00:00:00+08:00`) })
  await givenCase(world, { number: '2026-0001', ...closing('2026-07-20') })
  await givenCase(world, { number: '2026-0002', ...closing('2026-06-01') })
  await givenCase(world, { number: '2026-0003', ...closing('2026-07-01') })
  const address = `/haicheng/proposals?q=${encodeURIComponent('公車')}&sort=closing`
  expect(await listed(world, address)).toEqual(['2026-0003', '2026-0001', '2026-0002'])
})

test('during a pause before an election no list counts days, in whatever government the case is', async () => {
  const world = await city()
  await givenPause(world, '2026-06-10', '2026-06-19')
  const addresses = ['/haicheng', '/haicheng/proposals', `/?q=${encodeURIComponent('夜市')}`]
  for (const address of addresses) {
    const { text } = await shown(world, address)
    expect(text).toContain('Co-signing is paused, resumes 20 Jun')
    expect(text).not.toMatch(/\d days? left|Closes today|open for \d+ more/)
  }
  world.clock.now = new Date('2026-06-20T00:00:00+08:00')
  for (const address of addresses) expect((await shown(world, address)).text).toMatch(/\d+ days left/)
})

test('a word that could be markup is shown as it was typed', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '<script>alert(1)</script> 夜市' })
  const words = '"><script>夜市'
  const answer = await world.visitor().get(`/haicheng/proposals?q=${encodeURIComponent(words)}`)
  expect(answer.body).not.toContain('<script>alert')
  expect(answer.body).not.toContain(words)
  expect(page(answer).field('q').value).toBe(words)
  const plain = await shown(world, `/haicheng/proposals?q=${encodeURIComponent('夜市')}`)
  expect(plain.link('<script>alert(1)</script> 夜市')).toBe('/haicheng/proposals/2026-0001')
})

test('that answered ones come first is said where they do: of what is searched for, and not of the newest', async () => {
  const world = await testWorld()
  await givenCase(world, { number: '2026-0001', title: '夜市停用一次性餐具' })
  for (const [query, said] of [
    ['', false],
    ['?q=夜市', true],
    ['?q=夜市&sort=newest', false],
  ] as const)
    expect((await shown(world, `/haicheng/search${query}`)).text.includes('Answered ones come first')).toBe(said)
})

// Which co-signatures are unusual: a form of its own, the next version of the rules, read by everybody, in force for whoever signs next.
import { expect, test } from 'vitest'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { signAs, standing } from '../../support/signs.ts'
import { testWorld, type World } from '../../support/world.ts'

const path = '/haicheng/desk/settings/rules/unusual'
const usual = {
  ...{ holdsUnusual: '1', seriesFrom: '10', seriesShare: '3', domainFrom: '25', blockFrom: '30', deviceFrom: '30' },
  ...{
    massFrom: '100',
    unknownShare: '15',
    loneShare: '90',
    decidedAlone: '50',
    moreDisposable: '',
    trustedDomains: '',
  },
  ...{ version: '1', from: '' },
}
/** What stands in a field. */
const typed = (body: string, name: string) =>
  new RegExp(`<input[^>]*name="${name}"[^>]*value="([^"]*)"`).exec(body)?.[1]
const versions = async (world: World) => (await world.visitor().get('/api/v1/governments')).json().data[0].unusual_rules

test('what is saved is a new version, in force at once and public; the other rules stay', async () => {
  const world = await testWorld({ rules: { threshold: 5000 } })
  const id = await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const administrator = await world.staff('administrator')
  const { body } = await administrator.get(path)
  for (const [name, value] of [
    ['seriesFrom', '10'],
    ['loneShare', '90'],
    ['version', '1'],
  ])
    expect(typed(body, name!)).toBe(value)
  await signAs(world, 'mei@spam.example.com.tw')
  const wanted = { ...usual, decidedAlone: '２０', moreDisposable: 'Spam.Example.com.tw\n@other.example' }
  const saved = await administrator.post(path, wanted)
  expect([saved.statusCode, saved.headers.location]).toEqual([303, `${path}?done=1`])
  await signAs(world, 'lin@spam.example.com.tw')
  expect(await standing(world, id)).toMatchObject({ counted: 1, held: 1 })
  const [first, second] = await versions(world)
  expect(first).toMatchObject({ version: 1, decided_alone: 50, more_disposable: [], series_share: 0.03 })
  expect(second).toMatchObject({
    version: 2,
    decided_alone: 20,
    more_disposable: ['other.example', 'spam.example.com.tw'],
  })
  for (const [language, words] of [
    ['en', 'How many one colleague may decide on alone, of one case in a day: 50 before, 20 now'],
    ['zh-Hant', '一位同仁一天內可以單獨決定同一案幾份：原為 50，改為 20'],
  ])
    expect((await world.visitor().read(`/haicheng/help/integrity?lang=${language}`)).text).toContain(words)
  const rules = await administrator.get('/haicheng/desk/settings/rules')
  expect([typed(rules.body, 'threshold'), typed(rules.body, 'version')]).toEqual(['5000', '2'])
})

test('nothing changed, a number out of bounds, no domain, an older version: it comes back as typed', async () => {
  const world = await testWorld({ rules: { threshold: 5000 } })
  const administrator = await world.staff('administrator')
  expect((await administrator.post(path, usual)).statusCode).toBe(422)
  const wrong = await administrator.post(path, { ...usual, loneShare: '10', trustedDomains: 'not a domain!' })
  expect(wrong.statusCode).toBe(422)
  expect(Object.keys(page(wrong).problems).sort()).toEqual(['loneShare', 'trustedDomains'])
  expect(wrong.body).toContain('not a domain!')
  expect((await administrator.post(path, { ...usual, massFrom: '200', version: '0' })).statusCode).toBe(422)
  expect(await versions(world)).toHaveLength(1)
  expect((await (await world.staff('moderator')).get(path)).statusCode).toBe(403)
})

test('from a later day on, they are planned like all rules', async () => {
  const world = await testWorld({ rules: { threshold: 5000 } })
  const administrator = await world.staff('administrator')
  expect((await administrator.post(path, { ...usual, massFrom: '200', from: '2026-12-01' })).statusCode).toBe(303)
  expect(await versions(world)).toMatchObject([
    { mass_from: 100 },
    { mass_from: 200, valid_from: '2026-12-01T00:00:00+08:00' },
  ])
  expect((await administrator.post(path, { ...usual, massFrom: '300' })).statusCode, 'one is planned').toBe(422)
})

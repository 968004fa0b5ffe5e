// Signing in with an account at a sign-in service: a real OpenID Connect provider answers.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { erasePeople } from '../../../src/domain/people/erase-people.ts'
import { write } from '../../../src/platform/db/write.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { linkedAccounts, sessions } from '../../../src/schema/sign-in.ts'
import { page } from '../../support/page.ts'
import { type ServiceUser, signInService } from '../../support/sign-in-service.ts'
import { testWorld, type Visitor } from '../../support/world.ts'

async function cityWithService() {
  const service = await signInService()
  const path = join(mkdtempSync(join(tmpdir(), 'services-')), 'services.json')
  writeFileSync(path, JSON.stringify(service.file))
  const world = await testWorld({ config: { signInServicesFile: path } })
  /** Presses the button of a page, signs in at the service, and is back. */
  async function goThrough(who: Visitor, from: string, user: ServiceUser, button = /City Pass/) {
    const { href } = (await who.read(from)).links.find(({ words }) => button.test(words))!
    const left = await who.get(href)
    expect([left.statusCode, String(left.headers.location).startsWith(service.issuer)]).toEqual([303, true])
    return who.get(await service.visit(String(left.headers.location), user))
  }
  const rows = () => world.db.reads.select().from(linkedAccounts)
  return { world, service, goThrough, rows }
}

const mei: ServiceUser = { id: 'mei-4711', email: 'mei@example.test' }

test('somebody new opens an account with the address that the service has verified, and gets where they were going', async () => {
  const { world, goThrough, rows } = await cityWithService()
  const visitor = world.visitor()
  const back = await goThrough(visitor, '/sign-in?act=propose&next=/haicheng/proposals/new', mei)
  const at = String(back.headers.location)
  const asked = await visitor.read(at)
  expect([asked.title, asked.text]).toEqual([
    expect.stringContaining('Open an account with City Pass'),
    expect.stringContaining('mei@example.test is your address'),
  ])
  expect(await rows(), 'coming back changes nothing').toEqual([])
  const form = asked.form('/sign-in/connect')
  const opened = await visitor.post('/sign-in/connect', { next: form.sends('next')!, act: form.sends('act')! })
  expect(String(opened.headers.location)).toMatch(/^\/haicheng\/proposals\/drafts\/.+\/problem$/)
  const [row] = await rows()
  expect(JSON.stringify(row), 'what the service calls them is not kept').not.toContain('mei-4711')
  const [session] = await world.db.reads.select().from(sessions)
  expect(session!.means).toBe('service')

  const later = world.visitor()
  const again = await goThrough(later, '/sign-in?next=/haicheng', mei)
  expect(again.headers.location).toBe('/haicheng')
  expect((await later.read('/me')).text).toContain('mei@example.test')
  const used = await rows()
  expect([used.length, used[0]!.lastUsedAt]).toEqual([1, world.clock.now])
})

test('an address that has an account is proved by its mailbox before anything is connected', async () => {
  const { world, goThrough, rows } = await cityWithService()
  const owner = await world.signedIn('mei@example.test')
  for (const user of [mei, { ...mei, verified: false }, { id: 'no-address' }]) {
    const stranger = world.visitor()
    const back = await goThrough(stranger, '/sign-in?next=/haicheng', user)
    const asked = await stranger.read(String(back.headers.location))
    expect([asked.text.includes('Sign in once with a code'), asked.actions.includes('/sign-in/connect')]).toEqual([
      true,
      false,
    ])
    const forced = await stranger.post('/sign-in/connect', { next: '/haicheng', act: '' })
    expect(forced.statusCode).toBe(422)
    expect((await stranger.get('/me')).statusCode, 'not signed in').toBe(303)
    expect(asked.links.map(({ href }) => href)).toContain('/sign-in?next=%2Fsign-in%2Fconnect%3Fnext%3D%252Fhaicheng')
  }
  expect(await rows()).toEqual([])

  const back = await goThrough(owner, '/me', mei)
  const asked = await owner.read(String(back.headers.location))
  expect(asked.text).toContain('Connect it with your account mei@example.test?')
  const sent = asked.form('/sign-in/connect')
  const connected = await owner.post('/sign-in/connect', { next: sent.sends('next')!, act: '' })
  expect(connected.headers.location).toBe('/me?done=account_linked#services')
  const mine = await owner.read('/me')
  expect(mine.text).toContain('City Pass connected')
  expect((await owner.read('/me?lang=zh-Hant')).text).toContain('城市通')
  const mails = await world.db.reads.select().from(outbox).where(eq(outbox.kind, 'passkey_added'))
  expect(mails.map(({ personId, facts }) => [personId, facts.name])).toEqual([[owner.personId, 'City Pass']])

  const [row] = await rows()
  expect((await world.visitor().post(`/me/services/${row!.id}/removals`)).statusCode).toBe(303)
  const other = await world.signedIn('other@example.test')
  expect((await other.post(`/me/services/${row!.id}/removals`)).statusCode, 'somebody else’s').toBe(404)
  expect((await owner.post(`/me/services/${row!.id}/removals`)).headers.location).toContain('account_unlinked')
  expect(await rows()).toEqual([])
  expect((await owner.read('/me?lang=en')).text, 'a code still works').toContain('A code sent by email always works')
})

test('an account at a service belongs to one person here, and to nobody once they are erased', async () => {
  const { world, goThrough, rows } = await cityWithService()
  const connect = async (who: Visitor) => {
    await goThrough(who, '/me', mei)
    return who.post('/sign-in/connect', { next: '', act: '' })
  }
  const first = await world.signedIn('first@example.test')
  expect((await connect(first)).statusCode).toBe(303)
  expect((await connect(first)).statusCode, 'once more changes nothing').toBe(303)
  const second = await world.signedIn('second@example.test')
  const refused = await connect(second)
  expect([refused.statusCode, page(refused).text]).toEqual([422, expect.stringContaining('another account here')])
  expect((await rows()).map(({ personId }) => personId)).toEqual([first.personId])
  await write(world.db, (tx) => erasePeople(tx, [first.personId!]))
  expect(await rows(), 'gone with the rest of theirs').toEqual([])
})

test('what does not belong together signs nobody in', async () => {
  const { world, service, goThrough, rows } = await cityWithService()
  const begin = async (who: Visitor) => String((await who.get('/sign-in/with/city?next=/haicheng')).headers.location)
  const honest = world.visitor()
  const attacker = world.visitor()
  const stolen = await service.visit(await begin(attacker), mei)
  const without = await world.visitor().get(stolen)
  expect([without.statusCode, page(without).text]).toEqual([422, expect.stringContaining('begun in another browser')])
  await begin(honest)
  const other = await honest.get(stolen)
  expect([other.statusCode, page(other).text]).toEqual([502, expect.stringContaining('could not be checked')])
  expect((await honest.get(stolen)).statusCode, 'each journey ends once').toBe(422)

  const late = world.visitor()
  const back = await service.visit(await begin(late), mei)
  world.clock.now = new Date(world.clock.now.getTime() + 16 * 60_000)
  expect((await late.get(back)).statusCode, 'too late').toBe(422)

  const cancels = world.visitor()
  expect((await cancels.get(await service.visit(await begin(cancels), 'cancels'))).headers.location).toBe(
    '/sign-in?next=%2Fhaicheng',
  )
  expect((await world.visitor().get('/sign-in/with/elsewhere')).statusCode).toBe(404)
  expect((await world.visitor().post('/sign-in/connect', { next: '/haicheng' })).statusCode).toBe(422)
  expect((await world.visitor().get('/sign-in/connect')).headers.location).toBe('/sign-in')
  expect(await rows()).toEqual([])
  expect((await goThrough(world.visitor(), '/sign-in?next=//evil.example', mei)).headers.location).not.toContain('evil')
})

test('a service that is away is said in words, and other ways still stand', async () => {
  const { world, service } = await cityWithService()
  await service.close()
  const sent = await world.visitor().get('/sign-in/with/city?next=/haicheng')
  const shown = page(sent)
  expect([sent.statusCode, shown.text]).toEqual([502, expect.stringContaining('City Pass could not be reached')])
  expect(shown.form('/sign-in').sends('next')).toBe('/haicheng')
})

test('a file that is wrong stops the start, in a line that says where', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'services-'))
  const wrong: [string, RegExp][] = [
    ['{', /cannot be read as JSON/],
    ['{}', /SIGN_IN_SERVICES_FILE: the list/],
    [
      '[{"id":"A","name":{"en":"x"},"issuer":"https://a.example","client_id":"x"}]',
      /entry 1, id must be small letters/,
    ],
    [
      '[{"id":"a","name":{"en":"x"},"issuer":"http://a.example","client_id":"x"}]',
      /entry 1, issuer must begin with https/,
    ],
    ['[{"id":"a","name":{"en":"x"},"issuer":"https://a.example","client_id":"x","secret":"y"}]', /secret/],
  ]
  for (const [text, words] of wrong) {
    const path = join(folder, 'services.json')
    writeFileSync(path, text)
    await expect(testWorld({ config: { signInServicesFile: path } }), text).rejects.toThrow(words)
  }
})

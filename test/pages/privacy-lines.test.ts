// Wherever a person gives something of theirs, the same page leads to the notice on personal data, beside the form and not in the
// frame alone.
import { load } from 'cheerio'
import { expect, test } from 'vitest'
import { givenCase } from '../support/cases.ts'
import { testWorld } from '../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const notice = '/haicheng/privacy'

test('beside every form in which somebody gives something stands what it is for, and the way to the notice', async () => {
  const world = await testWorld()
  const author = await world.signedIn('author@example.tw')
  await givenCase(world, { number: '2026-0001', authorId: author.personId })
  const stranger = world.visitor()
  const signer = await world.signedIn('signer@example.tw')
  const draft = String((await author.post('/haicheng/proposals/drafts')).headers.location)
  const newcomer = { email: 'new@example.tw', district: 'shibi', consent: '1' }
  const bodies: { [page: string]: { body: string } } = {
    'co-signing, a newcomer': await stranger.get(at),
    'co-signing, signed in': await signer.get(at),
    'the address that may be mistyped': await stranger.post(`${at}/cosignatures`, newcomer),
    following: await stranger.get('/haicheng/follows?subject=case:2026-0001'),
    'signing in': await stranger.get(`/sign-in?next=${at}`),
    'writing before signing in': await stranger.get('/haicheng/proposals/new/problem'),
    'writing a draft': await author.get(draft),
    'adding to one’s own proposal': await author.get(at),
    'a letter to staff': await author.get(`${at}/letters`),
    'another address': await author.get('/me/address', { referer: 'http://localhost/haicheng' }),
    'where a case is cited': await stranger.get(`${at}/references`),
  }
  for (const [name, { body }] of Object.entries(bodies)) {
    expect([name, load(body)(`main form a[href^="${notice}"]`).length > 0]).toEqual([name, true])
  }
})

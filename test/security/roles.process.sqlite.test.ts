// Who gets through which door. The table is read line by line; a route that is not in it fails the test, so that nobody adds one
// without saying for whom it is. Rights are decided by rows and not by the engine: one engine is enough.
import { expect, test } from 'vitest'
import { cosignatures } from '../../src/schema/cosignatures.ts'
import { testWorld } from '../support/world.ts'
import { makeCast, type Role, roles } from './cast.ts'

const everyone: readonly Role[] = roles
const signedIn = roles.filter((role) => role !== 'visitor')
const staff: Role[] = ['moderator', 'officer', 'other officer', 'administrator']
const checkers: Role[] = ['moderator', 'administrator']
/** Officers of the agency that leads the case; an administrator may act in their place. */
const lead: Role[] = ['officer', 'administrator']
/** Whoever checks, and the agencies that lead and coordinate. */
const routers: Role[] = [...checkers, 'officer']
const author: Role[] = ['author']
/** The address is somebody else's own: a link in their mail, a page that is not there. */
const nobody: Role[] = []

const doors: { [route: string]: readonly Role[] } = {
  // open to all
  'GET /': everyone,
  'GET /static/*': everyone,
  'GET /healthz': everyone,
  'GET /readyz': everyone,
  'GET /metrics': nobody, // for machines: a browser on this one may be steered by another site, or come through a proxy
  'GET /api/v1/governments': everyone,
  'GET /api/v1/:gov/proposals': everyone,
  'GET /api/v1/:gov/proposals/:number': everyone,
  'GET /api/*': nobody, // what is not there, in JSON
  'GET /dumps/index.json': nobody, // where dumps are kept: for everyone
  'GET /dumps/SHA256SUMS': nobody,
  'GET /dumps/:file': nobody,
  'GET /catalog.jsonld': everyone,
  'GET /robots.txt': everyone,
  'GET /sitemap.xml': everyone,
  'GET /oembed': everyone, // and asks for an address
  'GET /:gov/sitemap-pages.xml': everyone,
  'GET /:gov/sitemap-:map.xml': nobody, // of a year without cases
  'GET /.well-known/api-catalog': everyone,
  'GET /:gov/catalog.jsonld': everyone,
  'GET /:gov/data/data.gov.tw': everyone,
  'GET /:gov': everyone,
  'GET /:gov/theme-:print.css': nobody, // this government has no colours of its own
  'GET /:gov/proposals': everyone,
  'GET /:gov/archive': everyone,
  'GET /:gov/search': everyone,
  'GET /:gov/proposals/:number': everyone,
  'GET /:gov/proposals/:number(^\\d+-\\d+).json': everyone,
  'GET /:gov/proposals/:number/reasons': everyone,
  'GET /:gov/proposals/:number/card-:language.png': everyone,
  'GET /:gov/proposals/:number/poster': everyone,
  'GET /:gov/agencies': everyone,
  'GET /:gov/agencies/:code': everyone,
  'GET /:gov/agencies/:code/calendar.ics': everyone,
  'GET /:gov/proposals.ics': everyone,
  'GET /:gov/search.ics': everyone,
  'GET /:gov/commitments': everyone,
  'GET /:gov/commitments/:id': everyone,
  'GET /:gov/data': everyone,
  'GET /:gov/proposals/:number/references': everyone,
  'POST /:gov/proposals/:number/references': everyone,
  'POST /:gov/proposals/:number/links': ['author', ...checkers],
  'GET /:gov/desk/references': checkers,
  'POST /:gov/desk/references/:id/decisions': checkers,
  'GET /:gov/proposals/:number/versions': everyone,
  'GET /:gov/proposals/:number/versions/:version': everyone,
  'GET /:gov/proposals/:number/as-of/:day': everyone,
  'GET /:gov/proposals/:number/cite': everyone,
  'GET /:gov/proposals/:number/cite.bib': everyone,
  'GET /:gov/proposals/:number/cite.ris': everyone,
  'GET /:gov/proposals/:number/cite.csl': everyone,
  'GET /figures': everyone,
  'GET /:gov/figures': everyone,
  'GET /:gov/data/api': everyone,
  'GET /:gov/log': everyone,
  'GET /:gov/log/days.atom': everyone,
  'GET /:gov/log/days.feed.json': everyone,
  'GET /:gov/log/days/:day': nobody, // the sample city has none of it yet: what is in them is for everyone
  'GET /:gov/log/witnessed': nobody,
  'POST /witness/add-checkpoint': everyone, // it asks for the signature of a log that the operator named: test/domain/log/witness.test.ts
  'GET /witness/:hash/checkpoint': nobody,
  'GET /:gov/log/checkpoint': nobody, // the sample city has none yet: what is in them is for everyone
  'GET /:gov/log/policy': nobody,
  'GET /:gov/log/keys': nobody,
  'GET /mirror/:hash/checkpoint': nobody,
  'GET /mirror/:hash/policy': nobody,
  'GET /mirror/:hash/tile/*': nobody,
  'GET /:gov/log/receipt': everyone,
  'POST /:gov/log/receipt': everyone,
  'GET /:gov/proposals/:number/receipt': nobody, // nobody of these has signed: pages/log/receipt.test.ts
  'GET /:gov/proposals/:number/receipt.tlog-proof': nobody,
  'GET /:gov/log/tile/*': nobody,
  'GET /api/openapi.json': everyone,
  'GET /api/types.d.ts': everyone,
  'GET /:gov/privacy': everyone,
  'GET /:gov/accessibility': everyone,
  'GET /:gov/sitemap': everyone,
  'POST /:gov/proposals/:number/cosignatures': everyone, // newcomers by a mail, the signed-in by a press
  'GET /:gov/proposals/:number/cosignatures/:token': everyone, // whoever has the link of the mail
  'POST /:gov/proposals/:number/cosignatures/:token': everyone,
  'GET /:gov/follows': nobody, // the sample names nothing to follow
  'POST /:gov/follows': nobody,
  'GET /:gov/follows/:token': nobody, // the sample's link is of a co-signature
  'POST /:gov/follows/:token': nobody,
  'GET /unsubscribe/:token': everyone,
  'POST /unsubscribe/:token': everyone,

  // who one is
  'GET /sign-in': everyone,
  'POST /sign-in': everyone,
  'GET /sign-in/code': signedIn, // a visitor has to ask for a code first
  'POST /sign-in/code': everyone,
  'POST /sign-in/challenges': everyone,
  'POST /sign-in/passkeys': everyone,
  'GET /sign-in/with/:id': nobody, // where there is such a service: for everyone
  'GET /sign-in/with/:id/callback': everyone, // nobody comes back who did not leave
  'GET /sign-in/connect': signedIn, // for whoever came back from a service; others are led on
  'POST /sign-in/connect': everyone,
  'POST /sign-out': everyone,
  'POST /kept': everyone, // for one's own browser alone
  'POST /kept/removals': everyone,
  'POST /me/sessions': everyone, // ends only sessions of one's own; a visitor has none
  'GET /me': signedIn,
  'GET /me/session': signedIn,
  'GET /:gov/verification': signedIn,
  'POST /:gov/verification/checks': nobody, // the sample city has no roll and no service to ask
  'POST /:gov/verification/visits': signedIn,
  'POST /:gov/verification/wallets': nobody, // no wallet either
  'GET /:gov/verification/wallets/:id': nobody, // only whoever asked for it, in the same browser
  'POST /:gov/verification/wallets/:id/results': nobody,
  'GET /:gov/verification/wallets/:id/requests/:device': nobody, // wallets, by an id that they were shown
  'POST /:gov/verification/wallets/:id/presentations/:device': nobody,
  'POST /:gov/verification/removals': signedIn,
  'GET /:gov/verification/age': signedIn,
  'POST /:gov/verification/age/checks': nobody, // no roll and no service either
  'POST /:gov/verification/age/removals': signedIn,
  'GET /:gov/verification/register': signedIn,
  'POST /:gov/verification/register': nobody, // the sample city asks no office: pages/verification/register.test.ts
  'POST /:gov/verification/register/removals': signedIn,
  'GET /me/data': signedIn,
  'GET /me/data/copy.html': signedIn,
  'GET /me/data/copy.json': signedIn,
  'GET /me/data/key.json': everyone,
  'GET /me/data/schema.json': everyone,
  'GET /me/data/bring': signedIn,
  'POST /me/data/bring': signedIn,
  'GET /me/data/erase': signedIn,
  'POST /me/data/erase': signedIn,
  'GET /me/data/object': signedIn,
  'POST /me/data/object': signedIn,
  'GET /me/data/correct': signedIn,
  'POST /me/data/correct': signedIn,
  'GET /me/data/receipts/:token': nobody, // the sample's token is no receipt
  'POST /me/data/withdrawals': nobody, // the sample names no consent of theirs
  'POST /me/mail': signedIn,
  'GET /:gov/webhooks': signedIn,
  'POST /:gov/webhooks': signedIn,
  'GET /me/webhooks': signedIn,
  'GET /me/webhooks/:id': nobody, // the sample's is nobody's: pages/webhooks/webhooks.test.ts
  'POST /me/webhooks/:id/rotations': nobody,
  'POST /me/webhooks/:id/removals': nobody,
  'POST /me/webhooks/:id/resumptions': nobody,
  'POST /me/webhooks/:id/tests': nobody,
  'POST /me/webhooks/:id/deliveries/:delivery/repeats': nobody,
  'GET /me/calendars': signedIn,
  'POST /me/calendars': signedIn,
  'POST /me/calendars/removals': signedIn,
  'GET /me/calendars/:token/due-dates.ics': nobody, // the sample's token opens none; who has it reads it: pages/me/calendars.test.ts
  'GET /me/address': signedIn,
  'POST /me/address': signedIn,
  'POST /me/address/withdrawals': signedIn,
  'GET /me/address/:token': nobody, // the sample's link is of a co-signature
  'POST /me/address/:token': nobody,
  'POST /me/passkeys/challenges': signedIn,
  'POST /me/passkeys': signedIn,
  'POST /me/passkeys/:id/names': signedIn, // one's own; of another's it says that there is none
  'POST /me/services/:id/removals': nobody, // somebody else's
  'POST /me/passkeys/:id/removals': nobody, // the passkey is somebody else's
  'GET /invitation/:token': nobody, // nor is it told to whom it invites
  'POST /invitation/:token': nobody, // it was sent to another address

  // writing
  'GET /:gov/proposals/new': everyone, // the first steps need no account
  'GET /:gov/proposals/new/:step': everyone,
  'POST /:gov/proposals/new/:step': everyone,
  'POST /:gov/proposals/new/removals': everyone, // what this browser typed
  'POST /:gov/proposals/drafts': signedIn,
  'GET /:gov/proposals/drafts/:id': author,
  'GET /:gov/proposals/drafts/:id/:step': author,
  'POST /:gov/proposals/drafts/:id/:step': author,
  'POST /:gov/proposals/drafts/:id/deletions': author,
  'POST /:gov/proposals/drafts/:id/submissions': author,
  'POST /:gov/proposals/:number/retractions': author,
  'POST /:gov/proposals/:number/reconsiderations': author,
  'POST /:gov/proposals/:number/updates': author,
  'POST /:gov/proposals/:number/copies': author,
  'GET /:gov/proposals/:number/letters': author,
  'POST /:gov/proposals/:number/letters': author,

  // co-signing
  'POST /:gov/proposals/:number/withdrawals': signedIn,
  'GET /:gov/proposals/:number/moves': signedIn,
  'POST /:gov/proposals/:number/moves': signedIn,
  'GET /:gov/proposals/:number/moves/:token': everyone, // whoever has the link of the mail
  'POST /:gov/proposals/:number/moves/:token': everyone,

  // checking
  'GET /:gov/desk': [...staff, 'checker'], // who only checks is led to the commitments
  'GET /:gov/desk/:number': staff,
  'POST /:gov/proposals/:number/notes': staff,
  'POST /:gov/desk/:number/looks': staff,
  'GET /:gov/desk/counter': staff,
  'POST /:gov/desk/counter': staff,
  'GET /:gov/desk/unusual': checkers,
  'GET /:gov/desk/:number/paper': checkers,
  'POST /:gov/desk/:number/paper': checkers,
  'GET /:gov/desk/:number/paper/print': nobody, // the sample case has no sheets
  'GET /:gov/desk/:number/paper/:sheet': nobody,
  'POST /:gov/desk/:number/paper/:sheet': nobody,
  'GET /:gov/desk/:number/paper/:sheet/changes': nobody,
  'POST /:gov/desk/:number/paper/:sheet/changes': nobody,
  'GET /:gov/desk/:number/sample': checkers,
  'POST /:gov/desk/:number/sample': checkers,
  'GET /:gov/desk/:number/integrity': checkers,
  'POST /:gov/desk/:number/integrity': checkers,
  'POST /:gov/desk/:number/integrity/:batch': checkers,
  'POST /:gov/proposals/:number/officers': staff,
  'POST /:gov/desk/officers': staff,
  'GET /:gov/desk/workload': staff,
  'POST /:gov/desk/workload/successors': staff,
  'POST /:gov/proposals/:number/decisions': checkers,
  'POST /:gov/proposals/:number/corrections': checkers,
  'POST /:gov/proposals/:number/reasons/:key/removals': checkers,

  // answering
  'POST /:gov/proposals/:number/schedules': lead,
  'POST /:gov/proposals/:number/contacts': lead,
  'POST /:gov/proposals/:number/contributions': ['other officer'], // the supporting agency's
  'POST /:gov/proposals/:number/transfers': routers,
  'POST /:gov/proposals/:number/hand-overs': routers, // but not the lead agency, where that is not the coordinating one
  'POST /:gov/proposals/:number/hand-over-ends': routers,
  'GET /:gov/desk/received': routers,
  'POST /:gov/desk/received/:id': nobody, // nothing was handed to this government
  'POST /:gov/proposals/:number/parts': routers,
  'POST /:gov/proposals/:number/part-changes': routers,
  'POST /:gov/proposals/:number/extensions': lead,
  'GET /:gov/desk/views': staff,
  'POST /:gov/desk/views': staff,
  'POST /:gov/desk/views/:id': nobody, // the sample is nobody's view; whose they are: pages/desk/saved-views.test.ts
  'GET /:gov/desk/templates': ['officer', 'other officer', 'administrator'],
  'POST /:gov/desk/templates': ['officer', 'other officer', 'administrator'],
  'GET /:gov/desk/templates/:id': nobody, // the sample is no template; whose they are: pages/desk/templates.test.ts
  'POST /:gov/desk/templates/:id': nobody,
  'GET /:gov/desk/:number/attachments': lead,
  'POST /:gov/desk/:number/attachments': lead,
  'POST /:gov/desk/:number/attachments/:file': nobody, // the sample names no file
  'GET /:gov/proposals/:number/attachments/:file': nobody, // whose drafts and answers everybody reads: pages/desk/attachments.test.ts
  'GET /:gov/desk/:number/release': lead,
  'POST /:gov/proposals/:number/releases': lead,
  'POST /:gov/proposals/:number/answers': lead,
  'POST /:gov/proposals/:number/asks': lead,
  'POST /:gov/proposals/:number/supplements': lead,
  'POST /:gov/commitments/:id/updates': lead,
  'POST /:gov/commitments/:id/checks': ['checker'],
}

/** Everything public as files: the same for all. */
const endings = ['csv', 'json', 'ndjson', 'parquet']
const tables = [
  'proposals',
  'assignments',
  'decisions',
  'transfers',
  'extensions',
  'versions',
  'mentions',
  'commitments',
  'agencies',
  'figures',
]
const files = [
  ...endings.map((ending) => `/api/v1/figures.${ending}`),
  ...tables.flatMap((name) => endings.map((ending) => `/api/v1/:gov/${name}.${ending}`)),
  ...tables.slice(1).map((name) => `/api/v1/:gov/${name}`),
  ...[...tables, 'cosignatures'].map((name) => `/api/v1/:gov/${name}.csv-metadata.json`),
  ...['/api/v1/:gov', '/:gov'].flatMap((base) => [
    ...endings
      .slice(0, 1)
      .concat(endings.slice(2))
      .map((ending) => `${base}/proposals/:number(^\\d+-\\d+).${ending}`),
    ...endings.map((ending) => `${base}/proposals/:number(^\\d+-\\d+)/cosignatures.${ending}`),
  ]),
  ...['proposals', 'archive', 'search', 'agencies', 'commitments'].flatMap((page) =>
    endings.map((ending) => `/:gov/${page}.${ending}`),
  ),
]
const feeds = ['feed', 'proposals', 'archive', 'search', 'commitments', 'proposals/:number/timeline'].flatMap((list) =>
  ['atom', 'feed.json'].map((ending) => `/:gov/${list}.${ending}`),
)
const openFiles = new Set([...files, ...feeds].map((file) => `GET ${file}`))
for (const file of openFiles) doors[file] = everyone

/** Rooms with one lock for all that is in them. */
const rooms: { [begins: string]: readonly Role[] } = {
  '/:gov/help': everyone,
  '/:gov/desk/mail': ['administrator'],
  '/:gov/desk/settings': ['administrator'],
}

/** For whom a route is; undefined for a route that nobody has thought about. */
function keysTo(route: string): readonly Role[] | undefined {
  const path = route.slice(route.indexOf(' ') + 1)
  const room = Object.keys(rooms).find((begins) => path === begins || path.startsWith(`${begins}/`))
  return room ? rooms[room] : doors[route]
}

/** Sent away to sign in, refused, told that there is nothing: everything else is a way in. */
const isOut = ({ statusCode, headers }: { statusCode: number; headers: { location?: unknown } }) =>
  [401, 403, 404, 410].includes(statusCode) || (statusCode === 303 && String(headers.location).startsWith('/sign-in'))

test('every route lets in exactly whom the table names', async () => {
  const world = await testWorld()
  const cast = await makeCast(world)
  const routes = [...world.app.routeTable].filter((route) => !route.startsWith('HEAD '))
  expect(
    { missing: routes.filter((route) => !keysTo(route)), gone: Object.keys(doors).filter((r) => !routes.includes(r)) },
    'every route stands in the table, and no other',
  ).toEqual({ missing: [], gone: [] })

  const wrong: string[] = []
  for (const route of routes) {
    const reading = route.startsWith('GET ')
    let url = await cast.addressOf(route)
    // eighty files that know nobody: two of all roles say enough
    const asking = openFiles.has(route) ? ([roles[0]!, 'administrator'] as const) : roles
    for (const role of asking) {
      const who = await cast.as(role)
      const answer = reading ? await who.get(url) : await who.post(url)
      const expected = keysTo(route)!.includes(role)
      // in a room, a sample may lack what the address names: 404 to whom it is for
      const nothingThere = answer.statusCode === 404 && expected && !doors[route]
      if (isOut(answer) === expected && !nothingThere) wrong.push(`${route}: ${role} was answered ${answer.statusCode}`)
      if (answer.statusCode >= 500) wrong.push(`${route}: ${role} was answered ${answer.statusCode}`)
      if (!reading && expected) url = await cast.addressOf(route) // it may have been used up
    }
  }
  expect(wrong).toEqual([])
})

test('before it is published, a case is there for its author and for staff only', async () => {
  const world = await testWorld()
  const cast = await makeCast(world)
  const seen: Role[] = []
  const url = await cast.addressOf('GET /:gov/proposals/:number', 'checking')
  for (const role of roles) {
    const page = await (await cast.as(role)).get(url)
    if (page.statusCode === 200) seen.push(role)
    else expect([role, page.statusCode]).toEqual([role, 404])
    const json = await (await cast.as(role)).get(`${url}.json`)
    expect(json.statusCode, 'data is public, or not there').toBe(404)
  }
  expect(seen.sort()).toEqual(['author', ...staff].sort())
})

test('fields that a form does not have change nothing: no role, no number, no stage, no author', async () => {
  const world = await testWorld()
  const cast = await makeCast(world)
  const mei = await cast.as('author')
  const draft = await cast.addressOf('POST /:gov/proposals/drafts/:id/:step')
  const extra = {
    stage: 'gathering',
    number: '2026-9999',
    author_id: 'x',
    authorId: 'x',
    count: '5000',
    threshold: '1',
  }
  const title = '海堤步道裝路燈'
  expect((await mei.post(draft, { title, problem: '晚上太暗了，看不到路。', ...extra })).statusCode).toBe(303)
  expect((await mei.get(draft)).statusCode, 'still a draft of the same author').toBe(200)
  expect((await world.visitor().get('/haicheng/proposals/2026-9999')).statusCode).toBe(404)

  const citizen = await cast.as('citizen')
  const url = await cast.addressOf('POST /:gov/proposals/:number/cosignatures')
  await citizen.post(url, { district: 'gangdong', assurance: '2', personId: cast.authorId, role: 'administrator' })
  const [signature] = await world.db.reads.select().from(cosignatures)
  expect(signature).toMatchObject({ personId: citizen.personId, assurance: 1 })
  expect((await citizen.get('/haicheng/desk')).statusCode).toBe(403)
})

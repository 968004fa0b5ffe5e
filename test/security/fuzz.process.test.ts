// Any method, any route, any parameter, header, cookie and body: never a fault of ours. Seconds, not minutes; `npm run test:seeds`
// begins from another seed.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inProcess } from '../support/database.ts'
import { testWorld } from '../support/world.ts'
import { makeCast, roles } from './cast.ts'

const nasty = fc.constantFrom(
  ...[
    '',
    ' ',
    '0',
    '-1',
    '1e9',
    '99999999999999999999',
    'null',
    'undefined',
    'true',
    '[]',
    '{}',
    '__proto__',
    'constructor',
  ],
  ...[
    "'",
    '"',
    "' or 1=1 --",
    '1; drop table people',
    '<script>alert(1)</script>',
    '<%= it %>',
    '{{7*7}}',
    '$\u007b7*7}',
    '$t(x)',
  ],
  ...[
    '../../etc/passwd',
    '..\\..',
    '//evil.example',
    '\u0000',
    '\u202e',
    '\ufeff',
    '\ud800',
    '餐具',
    '𠮷',
    '👩‍👩‍👧',
    'İ',
    'ﬃ',
  ],
  ...['2026-0001', '2026-0001.json', '2026-00010000', '0000-0000', 'haicheng', 'elsewhere', 'problem', 'check', 'epb'],
  ...['closing', 'waiting', 'most_signed', 'review', 'adopted', 'late', 'overdue', 'transport', 'gangdong'],
  ...['{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30"}}', '[[[[', '{"id":[]}'],
  ...['a'.repeat(5000), '('.repeat(3000), `"${'餐'.repeat(2000)}"`, '%', '%00', '%zz', '\r\nSet-Cookie: a=b', '=cmd|x'],
)
const word = fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 20 }))
const names = fc.constantFrom(
  ...[
    'q',
    'stage',
    'outcome',
    'topic',
    'agency',
    'district',
    'answered',
    'year',
    'sort',
    'page',
    'per_page',
    'lang',
    'done',
  ],
  ...[
    'next',
    'act',
    'email',
    'code',
    'reason',
    'wants',
    'consent',
    'decision',
    'lead',
    'supporting',
    'words',
    'target',
    'kind',
  ],
  ...[
    'title',
    'problem',
    'asks',
    'benefit',
    'links',
    'agencies',
    'name',
    'revision',
    'add',
    'remove',
    'later',
    'place',
    'end',
  ],
  ...[
    'to',
    'months',
    'action',
    'analysis',
    'deliberation',
    'note',
    'decision-1',
    'reason-1',
    'what-1',
    'due-1',
    'owner-1',
  ],
  ...[
    'credential',
    'need',
    'rename',
    'required',
    'everywhere',
    'press',
    'find',
    'filter',
    'key',
    'field',
    'text',
    '__proto__',
    'toString',
  ],
)
const pairs = fc.array(fc.tuple(fc.oneof({ weight: 9, arbitrary: names }, { weight: 1, arbitrary: word }), word), {
  maxLength: 8,
})
const header = fc.constantFrom(
  'accept-language',
  'cookie',
  'if-none-match',
  'hx-request',
  'accept',
  'user-agent',
  'referer',
  'range',
  'accept-encoding',
)

const request = fc.record({
  route: fc.nat(),
  method: fc.constantFrom('as it is', 'as it is', 'as it is', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'POST', 'GET'),
  role: fc.constantFrom(...roles),
  replaced: fc.array(fc.tuple(fc.nat({ max: 5 }), word), { maxLength: 2 }),
  raw: fc.boolean(),
  query: pairs,
  body: pairs,
  type: fc.constantFrom(
    'application/x-www-form-urlencoded',
    'application/x-www-form-urlencoded',
    'application/json',
    '',
  ),
  headers: fc.array(fc.tuple(header, fc.string({ maxLength: 60 })), { maxLength: 3 }),
})

test('whatever is sent to whichever route, no answer is a 500', async () => {
  const world = await testWorld()
  const cast = await makeCast(world)
  const routes = [...world.app.routeTable].filter((route) => !route.startsWith('HEAD '))
  const sample = await cast.sample({ promise: true })
  const merged = await cast.sample({ merged: true })
  const addressOf = (route: string) => cast.addressIn(route, route.includes('/moves') ? merged : sample)
  const cookies = new Map<string, string>()
  for (const role of roles) cookies.set(role, (await cast.as(role)).cookie('fuyi'))

  const property = fc.asyncProperty(request, async ({ route: n, role, ...sent }) => {
    const route = routes[n % routes.length]!
    const parts = addressOf(route).split('/')
    for (const [at, value] of sent.replaced)
      if (at > 0 && at < parts.length)
        parts[at] = sent.raw ? value.replace(/[\s#?]/g, '') : encodeURIComponent(wellFormed(value))
    const query = new URLSearchParams(sent.query).toString()
    const method = sent.method === 'as it is' ? route.split(' ')[0]! : sent.method
    const withBody = !['GET', 'HEAD', 'OPTIONS'].includes(method)
    const signedIn = cookies.get(role) ? `fuyi=${cookies.get(role)}` : ''
    const { statusCode, body } = await world.app.inject({
      method: method as 'GET',
      url: { pathname: parts.join('/') || '/', query },
      headers: {
        'accept-language': 'en',
        ...Object.fromEntries(sent.headers.map(([name, value]) => [name, value.replace(/[^\x20-\x7e]/g, '')])),
        host: 'localhost',
        'sec-fetch-site': 'same-origin',
        cookie: signedIn,
        ...(withBody && sent.type ? { 'content-type': sent.type } : {}),
      },
      ...(withBody ? { payload: new URLSearchParams(sent.body).toString() } : {}),
    })
    if (statusCode >= 500)
      throw new Error(`${method} ${parts.join('/')}?${query} as ${role}: ${statusCode} ${body.slice(0, 200)}`)
  })
  const found = await fc.check(property, { numRuns: 4000, interruptAfterTimeLimit: inProcess ? 6_000 : 11_000 })
  expect(found.failed ? fc.defaultReportMessage(found) : null).toBeNull()
  expect(found.numRuns, 'it came about').toBeGreaterThan(20)
})

/** Half a character cannot be written into an address. */
const wellFormed = (text: string) => text.replace(/\p{Cs}/gu, '\ufffd')

// Two processes of the real server on one database, the same people pressing on both at once.
import { expect, test } from 'vitest'
import { addPending } from '../../../src/domain/cosignatures/unconfirmed.ts'
import { newToken } from '../../../src/lib/id.ts'
import { write } from '../../../src/platform/db/write.ts'
import { people } from '../../../src/schema/people.ts'
import { ask } from '../../support/ask.ts'
import { givenCase } from '../../support/cases.ts'
import { makeCity, manySessions } from '../../support/city.ts'
import { counted } from '../../support/counted.ts'
import { connectForTest, manyConnections, testUrl } from '../../support/database.ts'
import { page } from '../../support/page.ts'
import { startServer } from '../../support/server.ts'

const case1 = '/haicheng/proposals/2026-0001'
const days = 86_400_000

async function cityWithACase(threshold: number) {
  const url = await testUrl()
  const db = await connectForTest(url, { busyFor: 20_000 })
  const now = new Date()
  const city = await makeCity(db, now, { threshold, holdsUnusual: false })
  const id = await givenCase(city, {
    number: '2026-0001',
    title: '夜市停用一次性餐具',
    threshold,
    publishedAt: new Date(now.getTime() - days),
    closesBefore: new Date(now.getTime() + 30 * days),
  })
  return { url, id, now, ...city }
}

test.runIf(manyConnections)(
  'people who press on two servers at once, and twice on one, are each counted once',
  async () => {
    const { url, db, id, now } = await cityWithACase(60)
    const servers = await Promise.all([startServer(url), startServer(url)])
    const cookies = (await manySessions(db, 100, now)).map((signer) => signer.cookie)

    const presses = cookies.flatMap((cookie, i) =>
      [servers[0]!, servers[1]!, servers[i % 2]!].map(({ port }) =>
        ask(port, `${case1}/cosignatures`, { cookie, form: { district: 'gangdong', wants: '1' } }),
      ),
    )
    const replies = await Promise.all(presses)

    expect(replies.map((reply) => reply.status)).toEqual(replies.map(() => 303))
    expect(await counted(db, id)).toEqual({ count: 100, rows: 100, sums: 100, entries: 100, thresholds: 1 })
    // Each server shows what the other one counted.
    for (const { port } of servers)
      expect(page(await ask(port, case1, { cookie: cookies[0] })).part('Co-signatures').text).toMatch(/^\D*100\b/)
  },
)

test.runIf(manyConnections)(
  'newcomers who press the button of their mail on two servers at once are each counted once',
  async () => {
    const { url, db, id, now } = await cityWithACase(5000)
    const servers = await Promise.all([startServer(url), startServer(url)])
    const tokens = Array.from({ length: 40 }, () => newToken())
    await write(db, async (tx) => {
      for (const [i, token] of tokens.entries())
        await addPending(tx, {
          proposalId: id,
          emailKey: `newcomer${Math.floor(i / 2)}@b.test`,
          email: `newcomer${Math.floor(i / 2)}@b.test`, // two mails each: a form sent twice
          districtCode: 'shibi',
          reason: null,
          wantsAnswer: false,
          noticeVersion: '1',
          language: 'en',
          createdAt: now,
          expiresAt: new Date(now.getTime() + days),
          token,
        })
    })

    const presses = tokens.flatMap((token, i) =>
      servers.map(({ port }) => ask(port, `${case1}/cosignatures/${token}`, { form: {}, from: `10.0.${i}.1` })),
    )
    const replies = await Promise.all(presses)

    expect(replies.map((reply) => reply.status)).toEqual(replies.map(() => 303))
    expect(await counted(db, id)).toMatchObject({ count: 20, rows: 20, sums: 20, entries: 20 })
    expect((await db.reads.select().from(people)).length).toBe(20)
  },
)

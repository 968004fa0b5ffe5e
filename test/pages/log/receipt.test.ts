// A signer's receipt: it proves that their co-signature is in the log, to anybody, for ever.
import { randomBytes } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { openCase } from '../../../src/domain/cosignatures/after-counting.ts'
import { forgetSigners } from '../../../src/domain/cosignatures/forget-signers.ts'
import { moveCosignature } from '../../../src/domain/cosignatures/merge-consent-store.ts'
import { checkReceipt, dropSalts, inAddress } from '../../../src/domain/cosignatures/receipt.ts'
import { takeIn } from '../../../src/domain/log/take-in.ts'
import { numberEntries } from '../../../src/domain/record/jobs.ts'
import { readVkey } from '../../../src/lib/signed-note.ts'
import { write } from '../../../src/platform/db/write.ts'
import { cosignatures } from '../../../src/schema/cosignatures.ts'
import { consents } from '../../../src/schema/own-data.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld } from '../../support/world.ts'

const number = '2026-0001'
const at = `/haicheng/proposals/${number}`

async function signed(crowd = 0) {
  const world = await testWorld()
  const id = await givenCase(world, { number, title: '公園的樹' })
  const bringIn = async () => {
    await numberEntries(world.deps)
    await takeIn(world.deps)
  }
  const sign = async (email: string) => {
    const one = await world.signedIn(email)
    expect((await one.post(`${at}/cosignatures`, { district: 'gangdong', consent: '1' })).statusCode).toBe(303)
    return one
  }
  for (let i = 0; i < crowd; i++) await sign(`before${i}@example.test`)
  const mei = await sign('mei@example.test')
  await bringIn()
  const policy = (await world.visitor().get('/haicheng/log/policy')).body
  const keys = [readVkey(/^log (\S+)/.exec(policy)![1]!)!]
  return { world, id, mei, keysOf: () => keys, bringIn, sign }
}

test('whoever signed finds on their page a receipt that anybody can check', async () => {
  const { mei, keysOf, sign, bringIn } = await signed(3)
  await sign('later@example.test')
  await bringIn()
  expect((await mei.read('/me')).hrefs).toContain(`${at}/receipt`)
  const shown = await mei.read(`${at}/receipt`)
  expect(shown.text).toContain('names nobody')
  const file = await mei.get(`${at}/receipt.tlog-proof`)
  expect([file.headers['content-disposition'], file.headers['cache-control']]).toEqual([
    `attachment; filename="haicheng-${number}.tlog-proof"`,
    'no-store', // whoever has it can claim the line
  ])
  expect(checkReceipt(file.body, keysOf)).toMatchObject({
    fault: null,
    case: number,
    day: '2026-06-18',
    origin: 'localhost/haicheng/log',
  })
  const said = file.body + Buffer.from(/extra (\S+)/.exec(file.body)![1]!, 'base64').toString()
  for (const personal of [mei.personId!, 'mei@', 'gangdong']) expect(said).not.toContain(personal)
})

test('a receipt in which anything was changed proves nothing, and says what does not fit', async () => {
  const { mei, keysOf } = await signed(5)
  const { body } = await mei.get(`${at}/receipt.tlog-proof`)
  const extra = JSON.parse(Buffer.from(/extra (\S+)/.exec(body)![1]!, 'base64').toString())
  const withExtra = (more: object) =>
    body.replace(/extra \S+/, `extra ${Buffer.from(JSON.stringify({ ...extra, ...more })).toString('base64')}`)
  const fault = (text: string) => checkReceipt(text, keysOf).fault
  expect(fault(withExtra({ leaf: extra.leaf.replace('2026-06-18', '2026-06-17') }))).toBe('proof')
  expect(fault(withExtra({ opening: { ...extra.opening, signer: '0'.repeat(64) } }))).toBe('opening')
  expect(fault(withExtra({ salt: 'A'.repeat(43) }))).toBe('opening')
  expect(fault(body.replace(/index \d+/, 'index 0'))).toBe('proof')
  expect(fault(body.replace(/\n(\d+)\n(.{44})\n\n/, (_, size, root) => `\n${Number(size) + 1}\n${root}\n\n`))).toBe(
    'signature',
  )
  expect(fault(body.replaceAll('localhost/', 'elsewhere/'))).toBe('key')
  expect(fault('something else')).toBe('file')
  expect(checkReceipt(body, () => []).fault).toBe('key')
})

test('it stays good when its signer takes the co-signature back, and when they are erased; then nobody makes it again', async () => {
  const { world, mei, keysOf, bringIn, sign } = await signed()
  const { body } = await mei.get(`${at}/receipt.tlog-proof`)
  expect((await mei.post(`${at}/withdrawals`)).statusCode).toBe(303)
  await bringIn()
  const gone = await mei.read(`${at}/receipt`)
  expect(gone.text).toContain('You took this co-signature back on 18 Jun 2026')
  expect(gone.text).toContain('If you saved the file before, you can still check it')
  expect(gone.hrefs).toContain('/haicheng/log/receipt')
  expect((await mei.get(`${at}/receipt.tlog-proof`)).statusCode).toBe(404)
  expect(checkReceipt(body, keysOf).fault).toBeNull()

  const lin = await sign('lin@example.test')
  await bringIn()
  const { body: kept } = await lin.get(`${at}/receipt.tlog-proof`)
  await write(world.db, (tx) => dropSalts(tx, [lin.personId!]))
  const [row] = await world.db.reads.select().from(cosignatures).where(eq(cosignatures.personId, lin.personId!))
  expect(row!.salt).toBeNull()
  expect((await lin.read(`${at}/receipt`)).text).toContain('There is no receipt')
  expect((await lin.get(`${at}/receipt.tlog-proof`)).statusCode).toBe(404)
  expect(checkReceipt(kept, keysOf).fault).toBeNull()
})

test('once nobody knows any more who signed a case, its page says so, to whoever signed and whoever did not', async () => {
  const { world, id, mei, keysOf } = await signed()
  const { body } = await mei.get(`${at}/receipt.tlog-proof`)
  expect(await forgetSigners(world.db, [id])).toBe(1)
  await write(world.db, (tx) => tx.delete(consents).where(eq(consents.subject, id)).returning({ id: consents.id })) // as the same night does
  for (const who of [mei, await world.signedIn('other@example.test')])
    for (const [language, words] of [
      ['en', '6 months after a case and its commitments ended: from then on we do not know who signed it'],
      ['zh-Hant', '案件與承諾事項結束已超過 6 個月'],
    ]) {
      const reply = await who.get(`${at}/receipt?lang=${language}`)
      expect([reply.statusCode, page(reply).text]).toEqual([404, expect.stringContaining(words!)])
    }
  expect((await mei.get(`${at}/receipt.tlog-proof`)).statusCode).toBe(404)
  expect(checkReceipt(body, keysOf).fault).toBeNull()
})

test('of a co-signature that moved with a merged case the page leads to where it is now', async () => {
  const { world, id, mei, keysOf, bringIn } = await signed()
  const { body } = await mei.get(`${at}/receipt.tlog-proof`)
  const to = await givenCase(world, { number: '2026-0002', title: '公園的大樹' })
  const moderator = await world.staff('moderator')
  await moderator.post(`${at}/decisions`, { decision: 'merge', target: '2026-0002', words: '訴求相同。' })
  const rows = await world.db.reads.select().from(proposals)
  const [from, target] = [id, to].map((one) => rows.find((row) => row.id === one)!)
  await write(world.db, async (tx) =>
    moveCosignature(
      tx,
      world.government,
      from!,
      { ...target!, ...(await openCase(tx, target!)) },
      mei.personId!,
      world.clock.now,
      'secret',
    ),
  )
  await bringIn()
  const shown = await mei.read(`${at}/receipt`)
  expect(shown.text).toContain('Your co-signature moved to 2026-0002')
  expect(shown.hrefs).toContain('/haicheng/proposals/2026-0002/receipt')
  expect((await mei.read('/haicheng/proposals/2026-0002/receipt')).text).toContain('This receipt proves it')
  expect(checkReceipt(body, keysOf)).toMatchObject({ fault: null, case: number })
})

test('a file that went through an editor or a mail is still one', async () => {
  const { mei, keysOf } = await signed()
  const { body } = await mei.get(`${at}/receipt.tlog-proof`)
  for (const changed of [body.replaceAll('\n', '\r\n'), body.trimEnd(), `\ufeff${body}\n\n`])
    expect(checkReceipt(changed, keysOf)).toMatchObject({ fault: null, case: number })
})

test('the QR code stays one that phones read, however long the log is and however many witnesses signed', async () => {
  const { mei, keysOf } = await signed()
  const { body } = await mei.get(`${at}/receipt.tlog-proof`)
  const random = (bytes: number) => randomBytes(bytes).toString('base64')
  const hashes = Array.from({ length: 20 }, () => `${random(32)}\n`).join('') // a million lines
  const lines = Array.from({ length: 10 }, (_, i) => `\u2014 witness${i}.example/witness ${random(76)}\n`).join('')
  const address = inAddress(body.replace('\n\n', `\n${hashes}\n`).replace(/$/, lines))
  expect(address.length).toBeLessThan(1800)
  expect(address).toMatch(/^z\.[\w-]+$/)
  const packed = inflateRawSync(Buffer.from(inAddress(`${body}${lines}`).slice(2), 'base64url')).toString()
  expect(packed, 'without the lines of others').toBe(body)
  expect(checkReceipt(packed, keysOf).fault).toBeNull()
})

test('a receipt is its signer’s alone, and waits for the next checkpoint', async () => {
  const { world, sign } = await signed()
  const lin = await sign('lin@example.test')
  expect((await lin.read(`${at}/receipt`)).text).toContain('not in a checkpoint yet')
  const other = await world.signedIn('other@example.test')
  expect((await other.get(`${at}/receipt`)).statusCode).toBe(404)
  expect((await world.visitor().get(`${at}/receipt`)).headers.location).toMatch(/^\/sign-in/)
})

test('the page that checks one has the keys of the log, and says what to do without a script', async () => {
  const { world } = await signed()
  const { body } = await world.visitor().get('/haicheng/log/receipt')
  expect(body).toMatch(/data-keys="localhost\/haicheng\/log\+[0-9a-f]{8}\+/)
  expect(body).toContain('npx fuyi verify receipt FILE')
})

test('where no script runs, a receipt is sent and checked; the page says that it is sent, and what is wrong stands beside what was typed', async () => {
  const { world, mei } = await signed(2)
  const { body } = await mei.get(`${at}/receipt.tlog-proof`)
  const visitor = world.visitor()
  const asked = await visitor.read('/haicheng/log/receipt')
  for (const words of ['is sent to us, checked, and not kept', 'npx fuyi verify receipt FILE', '.tlog-proof'])
    expect(asked.text).toContain(words)
  expect(asked.form('/haicheng/log/receipt').fields).toContain('receipt')
  const send = (receipt: string) => visitor.post('/haicheng/log/receipt', { receipt })
  const good = await send(body.replaceAll('\n', '\r\n')) // as browsers send what is typed
  expect([good.statusCode, good.headers['cache-control']]).toEqual([200, 'no-store'])
  for (const words of ['This receipt is good', number, '18 Jun 2026', 'localhost/haicheng/log'])
    expect(page(good).text).toContain(words)
  for (const [changed, words] of [
    [body.replace(/index \d+/, 'index 0'), 'not the one that the proof is for'],
    [body.replaceAll('/haicheng/log', '/elsewhere/log'), 'signed with no key of this log'],
    ['something else', 'no receipt that can be read'],
    ['', 'no receipt that can be read'],
    ['x'.repeat(30_000), 'no receipt that can be read'],
  ] as const) {
    const bad = await send(changed)
    expect([bad.statusCode, page(bad).problems.receipt]).toEqual([422, expect.stringContaining(words)])
  }
  const chinese = await visitor.get('/haicheng/log/receipt?lang=zh-Hant')
  expect(page(chinese).text).toContain('查驗後不留存')
})

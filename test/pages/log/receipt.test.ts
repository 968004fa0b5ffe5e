// A signer's receipt: it proves that their co-signature is in the log, to anybody, for ever.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { checkReceipt, dropSalts } from '../../../src/domain/cosignatures/receipt.ts'
import { takeIn } from '../../../src/domain/log/take-in.ts'
import { numberEntries } from '../../../src/domain/record/jobs.ts'
import { readVkey } from '../../../src/lib/signed-note.ts'
import { write } from '../../../src/platform/db/write.ts'
import { cosignatures } from '../../../src/schema/cosignatures.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld } from '../../support/world.ts'

const number = '2026-0001'
const at = `/haicheng/proposals/${number}`

async function signed(crowd = 0) {
  const world = await testWorld()
  await givenCase(world, { number, title: '公園的樹' })
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
  return { world, mei, keysOf: () => keys, bringIn, sign }
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
  expect((await mei.get(`${at}/receipt`)).statusCode).toBe(404)
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

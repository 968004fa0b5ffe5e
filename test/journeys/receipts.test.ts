// A signer's receipt in a real browser: where it is right, where it was changed, and after its signer has gone.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { dropSalts, inAddress } from '../../src/domain/cosignatures/receipt.ts'
import { keepDays } from '../../src/domain/log/collect.ts'
import { addWitness, checkpointOf } from '../../src/domain/log/cosigned.ts'
import { keysOf, publicHalf } from '../../src/domain/log/keys.ts'
import { takeIn } from '../../src/domain/log/take-in.ts'
import { addCheckpoint, addWitnessed, witnessKeys } from '../../src/domain/log/witness.ts'
import { numberEntries } from '../../src/domain/record/jobs.ts'
import { qrOf } from '../../src/lib/qr.ts'
import { vkeyOf } from '../../src/lib/signed-note.ts'
import { write } from '../../src/platform/db/write.ts'
import { openCity, useChromium } from '../support/browser.ts'
import { givenCase } from '../support/cases.ts'

const chromium = useChromium()
const number = '2026-0001'
const at = `/haicheng/proposals/${number}`
const words = {
  en: {
    good: 'This receipt is good',
    proof: 'The line is not the one that the proof is for',
    file: 'This is no receipt that can be read',
    key: 'signed with no key of this log',
    signature: 'The signature of the checkpoint in it does not fit',
    opening: 'does not open the line that it names',
  },
  'zh-Hant': {
    good: '這份存根有效',
    proof: '證明與這一筆不符',
    file: '這不是可以讀取的存根',
    key: '不是用這份日誌的金鑰簽章',
    signature: '檢查點的簽章不符',
    opening: '打不開它所指的那一筆',
  },
}

async function city() {
  const opened = await openCity(chromium(), true)
  const { world } = opened
  await givenCase(world, {
    number,
    title: '海堤步道夜間照明',
    threshold: 900,
    closesBefore: new Date(Date.now() + 40 * 86_400_000),
  })
  const sign = async (email: string) => {
    const one = await world.signedIn(email)
    expect((await one.post(`${at}/cosignatures`, { district: 'gangdong', consent: '1' })).statusCode).toBe(303)
    return one
  }
  for (let i = 0; i < 3; i++) await sign(`before${i}@example.test`)
  const mei = await sign('mei@example.test')
  await numberEntries(world.deps)
  await takeIn(world.deps)
  return { ...opened, mei }
}

const folder = mkdtempSync(join(tmpdir(), 'fuyi-receipts-'))
function fileOf(name: string, text: string): string {
  const file = join(folder, `${name}.tlog-proof`)
  writeFileSync(file, text)
  return file
}

/** What the page says, once it says that. */
async function said(page: Page, name: string): Promise<string> {
  await page.locator(`[data-said="${name}"]:not([hidden])`).waitFor()
  return (await page.locator('[data-said]:not([hidden])').allInnerTexts()).join(' ')
}

for (const language of ['en', 'zh-Hant'] as const)
  test(`a receipt is checked in the browser and sent nowhere, also after its signer took it back and was erased: ${language}`, async () => {
    const { world, open, look, mei } = await city()
    const signer = await open(mei)
    await signer.goto(`${at}/receipt?lang=${language}`)
    const code = await signer.locator('.receipt__code path').nth(1).getAttribute('d')
    expect(await signer.locator('.receipt__code svg').count()).toBe(1)
    await look(signer)
    const [download] = await Promise.all([signer.waitForEvent('download'), signer.locator('a[download]').click()])
    const good = join(folder, `good-${language}.tlog-proof`)
    await download.saveAs(good)
    const text = (await mei.get(`${at}/receipt.tlog-proof`)).body

    const page = await open()
    const sent: string[] = []
    await page.goto(`/haicheng/log/receipt?lang=${language}`)
    page.on('request', (request) => void sent.push(request.url()))
    const choose = async (file: string, fault: string) => {
      await page.locator('#receipt-file').setInputFiles(file)
      return said(page, fault)
    }
    expect(await choose(good, 'good')).toContain(words[language].good)
    expect(await page.locator('[data-fact="case"]').innerText()).toBe(number)
    await look(page)

    const extra = JSON.parse(Buffer.from(/extra (\S+)/.exec(text)![1]!, 'base64').toString())
    const withExtra = (more: object) =>
      text.replace(/extra \S+/, `extra ${Buffer.from(JSON.stringify({ ...extra, ...more })).toString('base64')}`)
    const wrong = {
      proof: text.replace(/index \d+/, 'index 0'),
      opening: withExtra({ salt: 'A'.repeat(43) }),
      signature: text.replace(/\n(\d+)\n(.{44})\n\n/, (_, size, root) => `\n${Number(size) + 1}\n${root}\n\n`),
      key: text.replaceAll('/haicheng/log', '/elsewhere/log'),
      file: 'something else',
    }
    for (const [fault, changed] of Object.entries(wrong)) {
      expect([fault, await choose(fileOf(`${language}-${fault}`, changed), fault)]).toEqual([
        fault,
        expect.stringContaining(words[language][fault as keyof typeof wrong]),
      ])
      expect(await page.locator('[data-facts]').isVisible()).toBe(false)
    }
    await look(page)

    expect((await mei.post(`${at}/withdrawals`)).statusCode).toBe(303)
    await write(world.db, (tx) => dropSalts(tx, [mei.personId!]))
    await numberEntries(world.deps)
    await takeIn(world.deps)
    expect(await choose(good, 'good')).toContain(words[language].good)
    expect(sent.filter((url) => !/\/static\/|favicon|^data:/.test(url))).toEqual([])

    // the QR code is such an address; before, it was the text itself
    const base = new URL(page.url()).origin
    expect(code).toBe(qrOf(`${base}/haicheng/log/receipt#${inAddress(text)}`).path)
    for (const address of [inAddress(text), Buffer.from(text).toString('base64url')]) {
      const other = await open()
      await other.goto(`/haicheng/log/receipt?lang=${language}#${address}`)
      expect(await said(other, 'good')).toContain(words[language].good)
    }
    // another place of the page is no receipt, and nothing is said of it
    const other = await open()
    await other.goto(`/haicheng/log/receipt?lang=${language}#main`)
    await other.locator('[data-receipt]').waitFor()
    expect(await other.locator('[data-said]:not([hidden])').count()).toBe(0)
    await other.goto(`/haicheng/log/receipt?lang=${language}#z.AAAA`)
    expect(await said(other, 'file')).toContain(words[language].file)
  })

test('the log’s page names its witnesses, its days and the logs that are witnessed here, on a phone too', async () => {
  const { world, open, look } = await city()
  const at = world.clock.now
  const own = vkeyOf(publicHalf((await witnessKeys(world.deps))[0]!))
  await addWitness(world.db, { vkey: own, url: 'https://fuyi.other-government.example/witness', kind: 'witness' }, at)
  const [log] = await keysOf(world.db.reads, { governmentId: world.government.id, use: 'log' })
  await addWitnessed(world.db, log!.name, [vkeyOf(publicHalf(log!))], at)
  await addCheckpoint(world.deps, `old 0\n\n${await checkpointOf(world.db.reads, world.government.id)}`)
  await keepDays({ ...world.deps, now: () => new Date(at.getTime() - 2 * 86_400_000) })
  const page = await open()
  for (const [language, words] of [
    ['en', ['has not signed yet', 'Last signed, with', 'lines']],
    ['zh-Hant', ['還沒有簽署', '最近簽署時有', '筆']],
  ] as const) {
    await page.goto(`/haicheng/log?lang=${language}`)
    const text = await page.locator('main').innerText()
    for (const one of words) expect(text).toContain(one)
    expect(await page.locator('a[href^="/haicheng/log/days/"]').count()).toBe(1)
    await look(page)
  }
})

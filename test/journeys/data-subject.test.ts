// A person and their data, from the first co-signature to another platform: each step begins where the one before ended.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { expect, inject, test } from 'vitest'
import { takeIn } from '../../src/domain/log/take-in.ts'
import { verifyOwn } from '../../src/domain/log/verify-own.ts'
import { numberEntries } from '../../src/domain/record/jobs.ts'
import { outbox } from '../../src/schema/notifications.ts'
import { people } from '../../src/schema/people.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { openCity, useChromium } from '../support/browser.ts'
import { givenCase } from '../support/cases.ts'
import { run } from '../support/command.ts'
import { connectForTest } from '../support/database.ts'
import { tablesHolding } from '../support/tables-holding.ts'

const chromium = useChromium()
const soon = () => new Date(Date.now() + 20 * 86_400_000)
const gov = '/haicheng/proposals'
const [signed, followed] = [`${gov}/2026-0901`, `${gov}/2026-0902`]
const [oldAddress, newAddress] = ['mei.old@example.tw', 'mei.new@example.tw']

test.each([true, false])(
  'signs, proposes, follows, looks, corrects, stops, takes along, is erased, stays erased after a restore, and begins elsewhere (scripts: %s)',
  async (scripts) => {
    const city = await openCity(chromium(), scripts, { rules: { threshold: 5000 } })
    const { world } = city
    const id = await givenCase(world, { number: '2026-0901', title: 'Lights on the sea wall', closesBefore: soon() })
    await givenCase(world, { number: '2026-0902', title: 'A bench at the pier', closesBefore: soon() })
    const moderator = await world.staff('moderator')
    const page = await city.open()
    const main = page.getByRole('main')
    const press = (name: string | RegExp) => main.getByRole('button', { name }).first().click()
    const countOf = async () =>
      (await world.db.reads.select({ count: proposals.count }).from(proposals).where(eq(proposals.id, id)))[0]!.count

    // signs as a newcomer, with a reason
    await page.goto(signed)
    await page.getByText('Say why (optional)').first().click()
    await page.getByLabel(/Your reason/).fill('I walk there every evening')
    await page.getByLabel('Email address').first().fill(oldAddress)
    await page.getByLabel('District you live in').selectOption('gangdong')
    await page.getByLabel(/I agree/).check()
    await press('Co-sign this proposal')
    await page.getByRole('heading', { name: 'Check your email' }).waitFor()
    await page.goto(`${signed}/cosignatures/${(await city.mailTo(oldAddress)).facts.token}`)
    await press(/^Confirm/)
    await page.getByText('1 person has signed so far.').waitFor()

    // follows another case
    await page.goto(followed)
    await press('Follow')
    await page.waitForLoadState()

    // proposes, by the forms that the journey of a citizen walks
    const headers = { origin: city.address, 'sec-fetch-site': 'same-origin' }
    const send = async (path: string, form: { [field: string]: string }) => {
      const reply = await page.request.post(path, { form, headers, maxRedirects: 0 })
      expect([path, reply.status()]).toEqual([path, 303])
      return String(reply.headers().location)
    }
    const write = async (title: string) => {
      const draft = (await send(`${gov}/drafts`, {})).replace(/\/problem$/, '')
      await send(`${draft}/problem`, { title, problem: 'Nobody sees the steps after dark, and people fall.' })
      await send(`${draft}/place`, { topic: 'transport' })
      await send(`${draft}/asks`, { asks: 'Put up three lamps.' })
      await send(`${draft}/benefit`, { benefit: 'Fewer falls; three lamps cost little.' })
      await send(`${draft}/agencies`, { agencies: 'epb', name: 'Evening walker' })
      return draft
    }
    await send(`${await write('Steps that one can see')}/submissions`, {})
    await write('A draft for another day')
    const [own] = await world.db.reads.select().from(proposals).where(eq(proposals.title, 'Steps that one can see'))
    const approve = { decision: 'approve', lead: 'epb', words: '' }
    expect((await moderator.post(`${gov}/${own!.number}/decisions`, approve)).statusCode).toBe(303)

    // looks at it
    await page.goto('/me')
    await page.getByRole('link', { name: 'See, take, correct or erase my data' }).click()
    await page.getByRole('heading', { level: 1, name: 'My data' }).waitFor()
    const held = await main.innerText()
    for (const words of [oldAddress, 'I walk there every evening', 'Gangdong', 'Steps that one can see', 'A bench at'])
      expect(held).toContain(words)
    await city.look(page)

    // corrects the name, then the address
    await page.getByRole('link', { name: 'Correct something' }).click()
    await page.getByLabel('Display name', { exact: true }).fill('Calm sea')
    await page.getByLabel('Also show it on my 1 proposal').check()
    await press('Correct it now')
    await page.waitForURL('**/me/data/receipts/*')
    await city.look(page)
    await page.getByRole('link', { name: 'My data' }).first().click()
    await page.getByRole('link', { name: 'Correct something' }).click()
    await page.getByRole('link', { name: 'a page of its own' }).click()
    // the link of the first mail counted, and opened no more than that: this takes a code
    await page.getByRole('link', { name: 'Confirm it’s you' }).click()
    await page.getByLabel('Email address').fill(oldAddress)
    await main.getByRole('button').first().click()
    await page.waitForURL('**/sign-in/code**')
    await city.look(page)
    await page.getByRole('textbox').fill(String((await city.mailTo(oldAddress)).facts.code))
    await main.getByRole('button').first().click()
    await page.waitForURL('**/me/address**')
    await page.getByLabel('New email address').fill(newAddress)
    await press('Send the link')
    await page.waitForLoadState()
    await page.goto(`/me/address/${(await city.mailTo(newAddress)).facts.token}`)
    await main.getByRole('button').first().click()
    await page.waitForURL('**/me?*')
    await page.goto('/me/data')
    expect(await main.innerText()).toContain(newAddress)

    // stops the news
    await page.getByRole('link', { name: 'Stop something' }).click()
    await page.getByLabel('Emails about cases and lists that I follow').check()
    await press('Stop it now')
    await page.waitForURL('**/me/data/receipts/*')
    const [person] = await world.db.reads.select().from(people).where(eq(people.email, newAddress))
    await page.goto(followed)
    await main.getByRole('button', { name: 'Follow' }).first().click() // and thinks better of one

    // a copy of the database, as every night
    await numberEntries(world.deps)
    await takeIn(world.deps)
    const settings = { DATABASE_URL: `file:${world.db.file}` }
    const folder = mkdtempSync(join(inject('folder'), 'walk-'))
    expect((await run(['backup', folder], settings)).code).toBe(0)

    // takes it along
    await page.goto('/me/data')
    await page.getByRole('link', { name: 'Take a copy' }).click()
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('a[download]').first().click()])
    const copy = join(folder, 'mine.json')
    await download.saveAs(copy)
    expect(readFileSync(copy, 'utf8')).toContain('I walk there every evening')

    // is erased
    await page.goto('/me/data')
    await page.getByRole('link', { name: 'Erase my account' }).first().click()
    await press('Erase my account now')
    await page.getByRole('alert').waitFor()
    await main.getByLabel('I know that this cannot be undone').check()
    await press('Erase my account now')
    await page.getByRole('heading', { name: 'Your account was erased' }).waitFor()
    await city.look(page)
    const readsAsErased = async (db: typeof world.db) => {
      const [row] = await db.reads.select().from(people).where(eq(people.id, person!.id))
      expect(row).toMatchObject({ email: null, displayName: null })
      // the mail that says that the address was changed waits there for two days, and says nothing else
      const left = await db.reads.select().from(outbox).where(eq(outbox.address, oldAddress))
      expect(left.every(({ kind, personId }) => kind === 'address_changed' && personId === null)).toBe(true)
      expect(await tablesHolding({ ...world, db }, oldAddress)).toEqual(left.length ? ['outbox'] : [])
      for (const gone of ['Calm sea', 'Evening walker', 'A draft for another day'])
        expect([gone, await tablesHolding({ ...world, db }, gone)]).toEqual([gone, []])
      expect(await verifyOwn(db)).toEqual([])
    }
    await readsAsErased(world.db)
    expect(await countOf()).toBe(1)
    await page.goto(`${gov}/${own!.number}`)
    expect(await main.innerText()).toContain('Put up three lamps.')
    expect(await main.innerText()).not.toContain('Calm sea')
    await page.goto(signed)
    expect(await main.innerText()).toContain('I walk there every evening')

    // the machine is lost, and the copy of the night before is put back: the list that was shipped apart erases again
    const list = join(folder, 'shipped.txt')
    const shipped = await run(['erased'], settings)
    expect(shipped.out).toContain(person!.id)
    writeFileSync(list, shipped.out)
    const backup = readdirSync(folder).find((name) => name.endsWith('.db'))!
    const restored = join(folder, 'restored', 'fuyi.db')
    const put = await run(['restore', '--erased', list, join(folder, backup)], { DATABASE_URL: `file:${restored}` })
    expect([put.code, put.out]).toEqual([0, expect.stringContaining('Erased again')])
    expect(put.err, 'what others may have seen of the log').toMatch(/haicheng\/log has \d+ lines in this copy/)
    await readsAsErased(await connectForTest(`file:${restored}`))

    // begins on another platform with what was taken along
    const other = await openCity(chromium(), scripts)
    await givenCase(other.world, { number: '2026-0902', title: 'A bench at the pier', closesBefore: soon() })
    const there = await other.open(await other.world.signedIn('mei.third@example.tw'))
    await there.goto('/me/data')
    await there.getByRole('link', { name: 'Bring data from another platform' }).click()
    await there.getByLabel('Signed file (JSON)').setInputFiles(copy)
    await there.getByRole('button', { name: 'See what would come in' }).click()
    await there.getByText('A draft for another day').waitFor()
    await other.look(there)
    await there.getByRole('main').getByRole('button').click()
    await there.waitForURL('**/me/data/receipts/*')
    await there.goto('/me')
    const begun = await there.getByRole('main').innerText()
    for (const words of ['A draft for another day', 'Steps that one can see', 'A bench at the pier'])
      expect(begun).toContain(words)
    await there.getByRole('link', { name: 'A draft for another day' }).click()
    await other.look(there)
  },
)

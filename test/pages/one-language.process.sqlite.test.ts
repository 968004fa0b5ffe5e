// A government with one language: every page and mail is in it, whatever the browser asks for, and no form wants another.
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { write } from '../../src/platform/db/write.ts'
import { governments } from '../../src/schema/governments.ts'
import { outbox } from '../../src/schema/notifications.ts'
import { givenCase } from '../support/cases.ts'
import { everyPage } from '../support/every-page.ts'
import { testWorld } from '../support/world.ts'

/** What is in two languages by its nature: examples of words that stand for each other, mails in a person's own, names of languages. */
const inBoth = /\/(synonyms|face|help\/citizens|log|receipt)$|^\/me\/data|\/desk\/2026-/

/** Pages of no single government, and what is no page of words. */
const elsewhere = /^\/(figures)?$|^\/(\?|demo|unsubscribe|proposals|haicheng\/nothing)|\.(xml|css|png|ics|atom|json)/

test.each([
  ['en', 'zh-TW,zh;q=0.9', (field: string) => `Some ${field} in words that are long enough`, /\p{Script=Han}[^\n]*/u],
  [
    'zh-Hant',
    'en-GB,en;q=0.9',
    (field: string) => (field === 'author' ? '溪邊的林' : '步道沿線的照度不足需要改善'),
    /(?:[A-Za-z]{3,} ){4,}[^\n]*/,
  ],
] as const)('a government that speaks only %s', async (language, asked, words, foreign) => {
  const world = await testWorld()
  await write(world.db, (tx) =>
    tx
      .update(governments)
      .set({ languages: [language] })
      .where(eq(governments.id, world.government.id)),
  )
  let n = 0
  const say = (field: string, most: number) => [...`${words(field)} ${++n}`].slice(-most).join('').trim()
  const pages = await everyPage(world, say, [language])
  const wrong: unknown[] = []
  for (const [path, who] of pages) {
    if (!path || elsewhere.test(path)) continue
    const { statusCode, body, headers } = await (who ?? world.visitor()).get(path, { 'accept-language': asked })
    if (!String(headers['content-type']).startsWith('text/html')) continue
    const spoken = /<html lang="([^"]+)"/.exec(body)?.[1]
    const other = /<a[^>]+hreflang="[^"]+"[^>]*>/.exec(body)?.[0]
    if (statusCode >= 400 && statusCode !== 410) wrong.push([path, statusCode])
    if (spoken !== language || other) wrong.push([path, spoken, other])
    const text = body.replace(/<(script|style)[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' ')
    const found = foreign.exec(text.replaceAll('潮間帶居民', ''))?.[0]
    if (found && !inBoth.test(path)) wrong.push([path, found])
  }
  expect(wrong).toEqual([])
  const typed = { email: 'newcomer@example.org', district: 'gangdong', reason: '', consent: '1' }
  await givenCase(world, { number: '2026-0099' })
  const at = '/haicheng/proposals/2026-0099'
  const sent = await world.visitor().post(`${at}/cosignatures`, typed, { 'accept-language': asked })
  expect(sent.statusCode).toBe(200)
  const mails = await world.db.reads.select().from(outbox).where(eq(outbox.address, typed.email))
  expect(mails.map((mail) => mail.language)).toEqual([language])
  const card = /property="og:image" content="([^"]+)"/.exec(
    (await world.visitor().get(at, { 'accept-language': asked })).body,
  )?.[1]
  expect((await world.visitor().get(new URL(card!.replaceAll('&amp;', '&')).pathname)).statusCode).toBe(200)
})

// Anybody may type anybody's address into the form for newcomers: with reasons, a district and wishes of their own. Whoever gets the mail
// reads all of it before they press, so that nobody is given words they never wrote.
import { desc } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { outbox } from '../../../src/schema/notifications.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'

async function linkOf(form: { [field: string]: string }, languages?: string) {
  const world = await testWorld({ rules: { threshold: 5000 } })
  await givenCase(world, { number: '2026-0001', title: '海堤步道夜間照明' })
  const stranger = world.visitor()
  await stranger.post(`${at}/cosignatures`, { email: 'mei@example.test', consent: '1', ...form })
  const [mail] = await world.db.reads.select().from(outbox).orderBy(desc(outbox.createdAt)).limit(1)
  const link = `${at}/cosignatures/${String(mail!.facts.token)}`
  return { world, link, seen: await world.visitor().get(`${link}?lang=${languages ?? 'en'}`) }
}

test.each([
  ['en', 'Gangdong', 'Yes, about progress and the answer', 'Did you not write this?'],
  ['zh-Hant', '港東', '要，收到進度與回應通知', '這不是您填寫的嗎？'],
])(
  'the page behind the link says what the form said, and what to do where somebody else typed it (%s)',
  async (...row) => {
    const [language, district, news, advice] = row
    const { seen } = await linkOf({ district: 'gangdong', reason: '<b>某候選人</b>萬歲', wants: '1' }, language)
    for (const words of [district, '<b>某候選人</b>萬歲', news, advice]) expect(page(seen).text).toContain(words)
    expect(seen.body).not.toContain('<b>某候選人')
  },
)

test('where no reason was given the page says so, and pressing counts as before', async () => {
  const { world, link, seen } = await linkOf({ district: 'gangdong' })
  expect(page(seen).text).toContain('None given')
  expect((await world.visitor().post(link)).statusCode).toBe(303)
})

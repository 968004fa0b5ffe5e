// Cases of JOIN whose words look like tags: titles, summaries and names are text there, bodies and answers are HTML.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { proposalText } from '../../../src/domain/proposals/store.ts'
import { importJoin } from '../../../src/import/join/import-join.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { testWorld } from '../../support/world.ts'

const line = {
  id: '00000000-0000-4000-8000-000000000077',
  case_number: '20170401-0077',
  title: '網頁的 <title> 寫錯了，<<條例>> 與 a<b',
  summary: '請看 <摘要> 與 <br> 一字。',
  content_html:
    '<p>表單缺 <select> 選單，<font color="red>也缺</font> <textarea> 欄。</p><table><tr><td>區</td>散字<td>件數</td></tr></table>',
  impact_html: '<div>若 x<s 則停。<title> 第二段</div><iframe src="https://video.example/a">第三段',
  status_raw: 'Completed',
  endorse_count: 7,
  endorse_goal: 5,
  endorse_period_days: 60,
  submitted_at: '2017-04-01T10:00:00+08:00',
  approved_at: '2017-04-03T10:00:00+08:00',
  endorse_due_at: '2017-06-03T00:00:00+08:00',
  threshold_met_at: '2017-04-10T00:00:00+08:00',
  response_due_at: '2017-06-10T23:59:59+08:00',
  lead_agencies: [{ oid_code: null, name: '<b>字號</b>測試部' }],
  responses: [
    {
      agency: '<b>字號</b>測試部',
      responded_at: '2017-06-01T09:00:00+08:00',
      analysis_html: '<p>已將 <option> 改正。</p>其餘照舊。',
      deliberation_html: '<p>開過會。<!-- 未完',
      adoption_html: '<p>同意採用 <script> 一字。</p>',
      follow_up_html: '',
    },
  ],
}

test('no letter of a case is lost for looking like a tag, on its page and as data', async () => {
  const world = await testWorld()
  const file = join(mkdtempSync(join(tmpdir(), 'fuyi-')), 'cases.jsonl')
  writeFileSync(file, `${JSON.stringify(line)}\n`)
  const { result, report } = await importJoin(world.db, world.government, { file }, world.clock.now)
  expect([result.imported, report.refused]).toEqual([1, []])
  const [row] = await world.db.reads.select().from(proposals).where(eq(proposals.sourceId, line.id))
  expect(row!.title).toBe(line.title)
  expect(await proposalText(world.db.reads, row!.id)).toMatchObject({
    problem: `${line.summary}\n\n表單缺 <select> 選單，也缺 <textarea> 欄。\n\n區 | 散字 | 件數`,
    benefit: '若 x<s 則停。<title> 第二段\n\nhttps://video.example/a\n\n第三段',
  })
  const data = (await world.visitor().get(`/api/v1/haicheng/proposals/${row!.number}`)).json()
  expect(data).toMatchObject({
    title: line.title,
    agencies: [{ name: { 'zh-Hant': '<b>字號</b>測試部' } }],
    answers: [
      {
        analysis: '已將 <option> 改正。\n\n其餘照舊。',
        deliberation: '開過會。<!-- 未完',
        adoption: '同意採用 <script> 一字。',
      },
    ],
  })
  expect((await world.visitor().read(`/haicheng/proposals/${row!.number}`)).text).toContain('網頁的 <title> 寫錯了')
})

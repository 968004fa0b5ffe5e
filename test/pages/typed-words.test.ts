// What somebody typed comes back to the last sign, wherever it is read: on pages, in the data, in mails.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mailsOf } from '../../src/domain/notifications/load-mail-data.ts'
import { digestOfSeen } from '../../src/domain/proposals/store.ts'
import { firstOf } from '../../src/lib/graphemes.ts'
import { outbox } from '../../src/schema/notifications.ts'
import { testConfig } from '../support/deps.ts'
import { page } from '../support/page.ts'
import { wholeLife } from '../support/whole-life.ts'
import { testWorld, type World } from '../support/world.ts'

/** What is read of a page: its words and what stands in its fields. */
const words = (answer: { body: string }) => [page(answer).text, ...page(answer).values].join('\n')
/** Letters with their marks, numbers, punctuation, signs and joiners, in their order. */
const signs = (text: string) => text.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S}\u200c\u200d]/gu, '')

async function mailsIn(world: World): Promise<string> {
  const rows = await world.db.reads.select().from(outbox)
  const mails = await mailsOf(world.db.reads, rows, testConfig, 'http://localhost')
  return [...mails.values()].map(({ subject, text }) => `${subject}\n${text}`).join('\n')
}

// What used to be taken for HTML, and what is easily cut in two.
const piece = fc.oneof(
  fc.constantFrom(
    '<title>',
    '<select>',
    '</p>',
    'x<s',
    '<font color=red',
    '<br>',
    '<!--',
    '<script>',
    '&lt;',
    '&nbsp;',
    '<o:p>',
    '<style>',
    '{{name}}',
    '$t(frame.home)',
  ),
  fc.constantFrom('𠮷', '🚲', '👩‍👩‍👧', 'e\u0301', 'می‌خواهم', '甲', '乙', '，', '「丙」', '%', '\\', '$&', "'", '"'),
  fc.string({ unit: 'grapheme-ascii', maxLength: 5 }),
)

test('every sign that was typed into any field comes back where it is read', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { minLength: 60, maxLength: 60 }), async (pieces) => {
      const world = await testWorld()
      const said = new Map<string, string>()
      let next = 0
      const life = await wholeLife(world, (field, most) => {
        const some = Array.from({ length: 4 }, () => pieces[next++ % pieces.length]).join('')
        // Names are told apart by their fields; a sentence begins and ends as people begin and end one.
        const typed = `${firstOf(`${field.replaceAll(' ', '')}字${some}`, most - 1)}尾`
        said.set(field, typed)
        return typed
      })
      const text = async (path: string, who = life.visitor) => signs(words(await who.get(path)))
      const lost: string[] = []
      const look = (place: string, read: string, fields: string[]) => {
        for (const field of fields)
          if (!read.includes(signs(said.get(field)!))) lost.push(`${place}: ${said.get(field)}`)
      }
      const texts = ['title', 'problem', 'place', 'ask', 'second ask', 'benefit', 'author']
      const answer = [
        'analysis',
        'deliberation',
        'reasons for ask 1',
        'reasons for ask 2',
        'supplement',
        'commitment',
        'owner',
      ]
      const told = ['update', 'reason one', 'reason two', 'report', 'schedule', 'contribution', 'extension', 'transfer']
      const named = [
        'agency in English',
        'old agency in English',
        'topic in English',
        'government in English',
        'contact',
      ]
      look('case', await text(life.at), [...texts, ...answer, ...told, ...named])
      look('reasons', await text(`${life.at}/reasons`), ['reason one', 'reason two', 'removal'])
      look('returned', signs(words({ body: life.returned })), ['return'])
      look('refused', signs(words({ body: life.refused })), ['refusal', 'refusal reason in English'])
      look('merged', await text(life.third), ['title 3', 'merge'])
      look('live', await text('/haicheng/archive'), ['title', 'title 3', 'place 3'])
      look('search', await text('/haicheng/archive?q=title'), ['title'])
      look('mine', await text('/me', life.author), ['title', 'title 2', 'title 3', 'title 4'])
      look('letters', await text(`${life.at}/letters`, life.author), ['letter', 'reply'])
      look('desk', await text('/haicheng/desk/2026-0001', life.officer), [
        ...texts,
        'note',
        'letter',
        'reply',
        'approval',
        'contact with the proposer',
      ])
      look('checking', await text('/haicheng/desk/2026-0002', life.moderator), [
        'title 2',
        'problem 2',
        'ask 2',
        'place 2',
        'reconsideration',
        'title 4',
      ])
      look('commitment', await text(life.commitment), ['commitment', 'owner', 'report', 'title'])
      look('register', await text('/haicheng/commitments'), ['commitment', 'owner', 'report', 'title'])
      look('agencies', await text('/haicheng/agencies'), ['agency in English', 'old agency in English'])
      for (const [area, field] of [
        ['agencies', 'agency'],
        ['topics', 'topic'],
        ['districts', 'district'],
        ['reasons', 'refusal reason'],
        ['blackouts', 'pause'],
        ['face', 'government'],
      ] as const)
        look(area, await text(`${life.settings}/${area}`, life.administrator), [`${field} in English`])
      look('holiday', await text('/haicheng/help/deadlines'), ['pause in English'])

      const data = (await life.visitor.get(`/api/v1${life.at}`)).json()
      const all = signs(JSON.stringify(data, (_, value) => value, 0).replace(/\\(["\\])/g, '$1'))
      look('data', all, [...texts, ...answer, 'report', 'agency', 'topic', 'government'])
      expect(data).toMatchObject({ title: said.get('title')!.normalize('NFC') })
      look('mails', signs(await mailsIn(world)), [
        'title',
        'return',
        'refusal',
        'letter',
        'merge',
        'extension',
        'transfer',
      ])

      // a typo is corrected, which somebody else confirms: both texts are told, and public
      const seen = digestOfSeen(data.title)
      const after = `${data.title}完`
      const sent = await life.moderator.post(`${life.at}/corrections`, { field: 'title', seen, after })
      said.set('corrected', after)
      expect(sent.statusCode).toBe(303)
      const second = await world.staff('moderator', null, 'second@haicheng.test')
      const pending = (await second.read('/haicheng/desk/2026-0001')).form(`${life.at}/corrections`).sends('pending')!
      expect((await second.post(`${life.at}/corrections`, { pending, act: 'confirm' })).statusCode).toBe(303)
      look('corrected', await text(life.at), ['corrected'])
      look('mail of the correction', signs(await mailsIn(world)), ['corrected'])
      await life.moderator.post(`${life.at}/decisions`, { decision: 'hide', words: said.get('removal')! })
      look('hidden', await text(life.at), ['removal'])
      expect((await life.visitor.get(`/api/v1${life.at}`)).json().error.message).toBe(
        said.get('removal')!.normalize('NFC'),
      )
      expect(lost).toEqual([])
    }),
    { numRuns: 3, endOnFailure: true },
  )
})

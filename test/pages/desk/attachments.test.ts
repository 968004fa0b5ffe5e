// Files that belong to an answer: attached to its draft, read by whoever releases it, and then by everybody.
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { setApprover } from '../../../src/domain/governments/approvers.ts'
import { write } from '../../../src/platform/db/write.ts'
import { staff } from '../../../src/schema/agencies.ts'
import { answerReleases } from '../../../src/schema/answer-releases.ts'
import { answerAttachments, files } from '../../../src/schema/attachments.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { forAll } from '../../support/at-end.ts'
import { givenCase } from '../../support/cases.ts'
import { exif, gifFile, jpegFile, pdfFile, pngFile, secret, webpFile } from '../../support/files.ts'
import { page } from '../../support/page.ts'
import { type SentFile, testWorld, type Visitor, type World } from '../../support/world.ts'

const at = '/haicheng/proposals/2026-0001'
const desk = '/haicheng/desk/2026-0001'
const attachments = `${desk}/attachments`
const underReview = {
  number: '2026-0001',
  stage: 'review' as const,
  thresholdMetAt: new Date('2026-05-01T10:00:00+08:00'),
  answerDueBefore: new Date('2026-07-02T00:00:00+08:00'),
  asks: ['裝設路燈'],
}
const answer = {
  analysis: '現況照度不足，已實地量測三處。',
  deliberation: '與里長及居民開過兩次會。',
  'decision-1': 'adopted',
  'reason-1': '列入明年度工程。',
}
const pdf: SentFile = { name: 'lux.pdf', type: 'application/pdf', bytes: pdfFile() }
const photo: SentFile = { name: 'IMG_0042.JPG', type: 'image/jpeg', bytes: jpegFile([exif(6)]) }
const words = { title: '步道照度量測紀錄', description: '入口的量測器顯示 2.1 勒克斯' }

async function answering(rules = {}) {
  const world = await testWorld({ rules })
  const id = await givenCase(world, underReview)
  const officer = await world.staff('officer', world.agencies.environment)
  const begun = await officer.post(`${at}/answers`, { ...answer, action: 'attachments' })
  expect([begun.statusCode, begun.headers.location], 'the draft is saved on the way').toEqual([303, attachments])
  return { world, id, officer }
}
const revisionOf = async (who: Visitor, where = attachments) =>
  /name="revision" value="(\d+)"/.exec((await who.get(where)).body)?.[1] ?? ''
const attach = async (who: Visitor, file: SentFile | null, more: { [field: string]: string } = words) =>
  who.hand(attachments, { revision: await revisionOf(who), ...more }, file)
const hrefs = async (who: Visitor, where: string) =>
  (await who.read(where)).links.filter(({ href }) => href.includes('/attachments/')).map(({ href }) => href)
const publish = async (who: Visitor) => {
  return who.post(`${at}/answers`, { ...answer, revision: await revisionOf(who, desk), action: 'publish' })
}
async function approving(world: World) {
  const approver = await world.staff('officer', world.agencies.environment, 'approver@haicheng.test')
  const [seat] = await world.db.reads.select().from(staff).where(eq(staff.personId, approver.personId!))
  await write(world.db, (tx) => setApprover(tx, world.government.id, seat!.id, true, world.clock.now))
  return approver
}
const kept = async ({ db }: World) => (await db.reads.select({ hash: files.hash }).from(files)).length

test('an officer attaches a document and a picture; everybody reads them with the answer', async () => {
  const { world, officer } = await answering()
  expect((await officer.read(attachments)).text).toContain('There are no attachments yet.')
  expect((await attach(officer, pdf, { title: '量測紀錄', description: '' })).headers.location).toBe(
    `${attachments}?done=attached`,
  )
  expect((await officer.read(`${attachments}?done=attached`)).notice).toContain('The file is attached.')
  world.clock.now = new Date(world.clock.now.getTime() + 60_000)
  expect((await attach(officer, photo)).statusCode).toBe(303)
  const beside = await officer.read(desk)
  expect(beside.field('analysis').value, 'the typed text is where it was').toBe(answer.analysis)
  expect(beside.items.join()).toContain('量測紀錄 PDF')

  expect(await hrefs(world.visitor(), at)).toEqual([])
  const drafts = await hrefs(officer, desk)
  expect(drafts).toHaveLength(2)
  for (const href of drafts) {
    expect((await world.visitor().get(href)).statusCode, 'nobody else reads a draft').toBe(404)
    const mine = await officer.get(href)
    expect([mine.statusCode, mine.headers['cache-control']]).toEqual([200, 'private, no-store'])
  }
  const elsewhere = await world.staff('officer', world.agencies.transport, 'bus@haicheng.test')
  expect((await elsewhere.get(drafts[0]!)).statusCode).toBe(404)
  expect((await elsewhere.get(attachments)).statusCode).toBe(403)

  expect((await publish(officer)).statusCode).toBe(303)
  const shown = await world.visitor().read(at)
  expect(shown.text).toContain('Attachments')
  expect(shown.text).toMatch(/量測紀錄 PDF, 1 kB, 1 page/)
  const [document, picture] = await hrefs(world.visitor(), at)
  expect([document, picture], 'at the addresses of the draft').toEqual(drafts)
  const got = await world.visitor().get(document!)
  expect(got.headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': expect.stringMatching(/^attachment; filename="_+\.pdf"; filename\*=UTF-8''%E9/),
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'public, max-age=3600, s-maxage=60, immutable',
  })
  expect(got.rawPayload).toEqual(pdf.bytes)
  const seen = await world.visitor().get(picture!)
  expect(seen.headers['content-disposition']).toMatch(/^inline/)
  expect(seen.rawPayload.includes(secret), 'where it was taken stays out').toBe(false)
  const again = await world.visitor().get(picture!, { 'if-none-match': String(seen.headers.etag) })
  expect([again.statusCode, again.body]).toEqual([304, ''])
  expect((await world.visitor().get(at)).body).toContain(`alt="${words.description}" width="4" height="6"`)

  const [told] = (await world.visitor().get(`/api/v1/haicheng/proposals/2026-0001`)).json().answers
  expect(told.attachments).toMatchObject([
    { title: '量測紀錄', description: null, media_type: 'application/pdf', pages: 1, text_layer: 'whole' },
    { ...words, media_type: 'image/jpeg', pages: null, text_layer: null },
  ])
  expect(told.attachments[0].url).toBe(`http://localhost${document}`)
  expect((await world.visitor().read('/haicheng/search?q=勒克斯')).text).toContain('2026-0001')
})

test('of a hidden case nothing attached is given out, but to those who work on it', async () => {
  const { world, id, officer } = await answering()
  await attach(officer, pdf)
  await publish(officer)
  const [href] = await hrefs(world.visitor(), at)
  await write(world.db, (tx) =>
    tx.update(proposals).set({ hiddenAt: world.clock.now, hiddenReason: 'private' }).where(eq(proposals.id, id)),
  )
  const hidden = await world.visitor().get(href!)
  expect([hidden.statusCode, page(hidden).text.includes('This proposal is hidden')]).toEqual([410, true])
  expect((await officer.get(href!)).headers['cache-control']).toBe('private, no-store')
  const moderator = await world.staff('moderator')
  expect((await moderator.get(href!)).statusCode).toBe(200)
})

test('taken back, an answer is a draft again, and so is what is attached', async () => {
  const { world, officer } = await answering()
  await attach(officer, pdf)
  await publish(officer)
  const [href] = await hrefs(world.visitor(), at)
  expect((await officer.post(`${at}/answers`, { action: 'take_back' })).statusCode).toBe(303)
  expect((await world.visitor().get(href!)).statusCode).toBe(404)
  expect((await officer.get(href!)).statusCode).toBe(200)
})

test('what is typed about a file comes back with what is to be mended; the file must be chosen again, and that is said', async () => {
  const { officer } = await answering()
  const nameless = await attach(officer, photo, { title: '無', description: '' })
  expect(nameless.statusCode).toBe(422)
  const shown = page(nameless)
  expect(shown.field('title').error).toBe('Enter a title for the file')
  expect(shown.field('description').error).toBe('Say what the picture shows, for people who cannot see it')
  const fileless = page(await attach(officer, null))
  expect(fileless.field('file').error).toBe('Choose a file')
  expect(fileless.field('title').value).toBe(words.title)
  expect(fileless.field('description').value).toBe(words.description)
  expect(fileless.text).toContain('Files are not kept. Choose it again.')
  const plain = await officer.post(attachments, { ...words, revision: '1' })
  expect([plain.statusCode, page(plain).field('file').error]).toEqual([422, 'Choose a file'])
})

const ofKind = (name: string, bytes: Buffer | string, type?: string): SentFile => ({
  name,
  bytes: Buffer.from(bytes),
  ...(type ? { type } : {}),
})
const script = '/OpenAction<</S/JavaScript/JS(app.alert(1))>>'
const inside = {
  root: '/Names<</EmbeddedFiles<</Names[(a.exe) 6 0 R]>>>>',
  objects: '6 0 obj<</Type/Filespec/F(a.exe)/EF<</F 7 0 R>>>>endobj 7 0 obj<</Length 3>>stream\nabc\nendstream endobj',
}
const hostile: [name: string, file: SentFile, says: RegExp][] = [
  ['a page called picture', ofKind('a.png', '<!doctype html><script>alert(1)</script>', 'image/png'), /^SVG, HTML/],
  ['a drawing that may hold a program', ofKind('a.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'), /^SVG, HTML/],
  ['the same behind a mark', ofKind('a.png', '\ufeff <?xml version="1.0"?><svg/>', 'image/png'), /^SVG, HTML/],
  [
    'a program',
    ofKind('a.pdf', Buffer.from('4d5a90000300000004000000ffff', 'hex'), 'application/pdf'),
    /^This kind of/,
  ],
  ['words', ofKind('a.txt', '只有文字'), /^This kind of file/],
  ['nothing', ofKind('a.pdf', '', 'application/pdf'), /^The file is empty/],
  ['a PDF with a program', ofKind('a.pdf', pdfFile({ root: script })), /^The PDF holds a program/],
  ['a PDF with a file inside', ofKind('a.pdf', pdfFile(inside)), /^The PDF has other files/],
  [
    'a PDF and something behind it',
    ofKind('a.pdf', pdfFile({ behind: 'PK\u0003\u0004 more' })),
    /^The PDF is incomplete/,
  ],
  ['something and a PDF behind it', ofKind('a.pdf', `<html>${pdfFile()}`), /^SVG, HTML/],
  ['half a PDF', ofKind('a.pdf', pdfFile().subarray(0, 300)), /^The PDF is incomplete/],
  ['a PDF of nothing', ofKind('a.pdf', '%PDF-1.7\nnothing\n%%EOF'), /^The PDF is incomplete/],
  ['half a picture', ofKind('a.jpg', jpegFile().subarray(0, 200)), /^The picture is incomplete/],
  [
    'more pixels than anybody can show',
    ofKind('a.png', pngFile([], { width: 60_000 }).fill(0xff, 20, 24)),
    /^The picture is/,
  ],
  [
    'a picture too large',
    ofKind('a.png', Buffer.concat([pngFile(), Buffer.alloc(4_000_000)])),
    /^The file is too large/,
  ],
  [
    'a document too large',
    ofKind('a.pdf', Buffer.concat([pdfFile(), Buffer.alloc(8_000_001, 32)])),
    /^The file is too/,
  ],
  [
    'a text of another program',
    ofKind('a.doc', Buffer.from('d0cf11e0a1b11ae1'.padEnd(1200, '0'), 'hex')),
    /^This is a doc/,
  ],
]
describe('a hostile file', () => {
  const shared = forAll(answering)
  test.each(hostile)('%s is refused in words, and nothing is kept', async (_name, file, says) => {
    const { world, officer } = shared()
    const refused = await attach(officer, file)
    expect([refused.statusCode, page(refused).field('file').error]).toEqual([422, expect.stringMatching(says)])
    expect(page(refused).field('title').value).toBe(words.title)
    expect(await kept(world)).toBe(0)
  })
})

test('a scan is taken, and the officer is told what a screen reader finds in it: nothing', async () => {
  const { world, officer } = await answering()
  await attach(officer, { ...pdf, bytes: pdfFile({ text: '' }) }, { title: '掃描檔', description: '' })
  expect((await officer.read(attachments)).text).toContain('This PDF has no text layer')
  await publish(officer)
  expect((await world.visitor().read(at)).text).toContain('a scan without a text layer')
})

test('every kind of picture is taken; the same file once, and ten in all', async () => {
  const { world, officer } = await answering()
  for (const bytes of [pngFile(), webpFile(), gifFile()])
    expect((await attach(officer, { name: 'a', bytes })).statusCode).toBe(303)
  const twice = await attach(officer, { name: 'other.png', bytes: pngFile([], { behind: 'x' }) })
  expect(page(twice).field('file').error).toBe('This file is already attached')
  for (let seed = 1; seed <= 7; seed++)
    expect((await attach(officer, { name: 'a', bytes: pngFile([], { seed }) })).statusCode).toBe(303)
  const full = await officer.read(attachments)
  expect(full.text).toContain('There are 10 attachments already.')
  const more = await officer.hand(attachments, { ...words, revision: await revisionOf(officer) }, pdf)
  expect(more.statusCode).toBe(422)
  expect(await kept(world)).toBe(10)
})

test('title and description are changed, an attachment is removed, and its file with it', async () => {
  const { world, officer } = await answering()
  await attach(officer, photo)
  const [href] = await hrefs(officer, desk)
  const own = `${attachments}/${href!.split('/').at(-1)}`
  const empty = await officer.post(own, {
    action: 'change',
    title: '',
    description: '',
    revision: await revisionOf(officer),
  })
  expect([empty.statusCode, page(empty).text.includes('Enter a title for the file')]).toEqual([422, true])
  const changed = { action: 'change', title: '入口', description: '量測器', revision: await revisionOf(officer) }
  expect((await officer.post(own, changed)).headers.location).toBe(`${attachments}?done=changed`)
  expect((await officer.read(attachments)).text).toContain('入口 JPEG')
  const stale = await officer.post(own, { ...changed, action: 'remove' })
  expect([stale.statusCode, page(stale).text.includes('A colleague has just changed this draft')]).toEqual([409, true])
  const removed = await officer.post(own, { action: 'remove', revision: await revisionOf(officer) })
  expect(removed.headers.location).toBe(`${attachments}?done=removed`)
  expect([await kept(world), (await officer.get(href!)).statusCode]).toEqual([0, 404])
})

test('what is attached is a part of what is released: it ends what was asked for, and an approver sees it and what changed', async () => {
  const { world, officer } = await answering({ fourEyes: true })
  const approver = await approving(world)
  await officer.post(`${at}/answers`, { ...answer, revision: '1', action: 'ask' })
  expect((await officer.read(attachments)).text).toContain('This draft waits for release')
  await attach(officer, pdf)
  expect(await world.db.reads.select().from(answerReleases), 'asked anew').toEqual([])

  await officer.post(`${at}/answers`, { ...answer, revision: '3', action: 'ask' })
  const reading = await approver.read(`${desk}/release`)
  expect(reading.text).toContain('步道照度量測紀錄 PDF')
  const [href] = await hrefs(approver, `${desk}/release`)
  expect((await approver.get(href!)).statusCode).toBe(200)
  await approver.post(`${at}/releases`, { action: 'send_back', revision: '4', words: '請附照片。' })
  await attach(officer, photo)
  await officer.post(`${at}/answers`, { ...answer, revision: '5', action: 'ask' })
  const changes = (await approver.get(`${desk}/release`)).body
  expect(changes).toContain(`<ins>${words.title}</ins>`)
  expect((await approver.post(`${at}/releases`, { action: 'publish', revision: '6' })).statusCode).toBe(303)
  expect(await hrefs(world.visitor(), at)).toHaveLength(2)
})

test('a supplement may bring nothing but a file; the answer before it keeps its own', async () => {
  const { world, officer } = await answering()
  await attach(officer, pdf)
  await publish(officer)
  world.clock.now = new Date(world.clock.now.getTime() + 2 * 86_400_000)
  const note = { ...answer, note: '補上現場照片。' }
  const same = await officer.post(`${at}/supplements`, { ...note, action: 'publish' })
  expect(page(same).text).toContain('This supplement changes nothing')
  await officer.post(`${at}/supplements`, { ...note, action: 'attachments' })
  await attach(officer, photo)
  const out = await officer.post(`${at}/supplements`, { ...note, revision: '2', action: 'publish' })
  expect(out.statusCode).toBe(303)
  const answers = (await world.visitor().get('/api/v1/haicheng/proposals/2026-0001')).json().answers
  expect(answers.map((a: { attachments: unknown[] }) => a.attachments.length)).toEqual([1, 1])
  expect(await world.db.reads.select().from(answerAttachments)).toHaveLength(2)
})

test('whose session has ended keeps the words, and is told to choose the file again; a stranger’s file is not even read', async () => {
  const { world, officer } = await answering()
  const stranger = await world.visitor().hand(attachments, words, pdf)
  expect([stranger.statusCode, String(stranger.headers.location).startsWith('/sign-in?')]).toEqual([303, true])
  const citizen = await world.signedIn('mei@example.tw')
  expect((await citizen.hand(attachments, words, pdf)).statusCode).toBe(403)
  const foreign = await officer.hand(attachments, words, pdf, { 'sec-fetch-site': 'cross-site' })
  expect(foreign.statusCode).toBe(403)
  expect((await officer.hand(`${at}/answers`, words, pdf)).statusCode, 'no other form takes files').toBe(415)
  expect(await kept(world)).toBe(0)
})

const info = '6 0 obj<</Author(Wang Xiaoming)/Title(Draft 3 <b>internal</b>)/Company(Light Ltd)>>endobj'
const withProperties: SentFile = {
  ...pdf,
  bytes: Buffer.from(
    pdfFile({ objects: info }).toString('latin1').replace('<</Root 1 0 R>>', '<</Root 1 0 R/Info 6 0 R>>'),
    'latin1',
  ),
}

test('what a document says of itself is shown to its writers before everybody can read it there', async () => {
  const { officer } = await answering()
  expect((await attach(officer, withProperties)).statusCode).toBe(303)
  const shown = await officer.read(attachments)
  for (const said of [
    'Author: Wang Xiaoming',
    'Title: Draft 3 <b>internal</b>',
    'Company: Light Ltd',
    'remove it in the program',
  ])
    expect(shown.text).toContain(said)
  expect((await officer.read(`${attachments}?lang=zh-Hant`)).text).toContain('作者：Wang Xiaoming')
})

test('whoever releases the answer reads what its documents say of themselves, and how to have it removed', async () => {
  const { world, officer } = await answering({ fourEyes: true })
  const approver = await approving(world)
  await attach(officer, withProperties)
  const sent = { ...answer, revision: await revisionOf(officer, desk) }
  expect((await officer.post(`${at}/answers`, { ...sent, action: 'ask' })).statusCode).toBe(303)
  const reading = await approver.read(`${desk}/release`)
  for (const said of [
    `The PDF “${words.title}” says of itself`,
    'Author: Wang Xiaoming',
    'Title: Draft 3 <b>internal</b>',
    'Company: Light Ltd',
    'Send the draft back if it should not be public',
  ])
    expect(reading.text).toContain(said)
  const chinese = await approver.read(`${desk}/release?lang=zh-Hant`)
  expect(chinese.text).toContain(`附件「${words.title}」的文件屬性寫著以下資料`)
  expect(chinese.text).toContain('請將草稿退回')
})

test('of a document without properties nothing is said', async () => {
  const { officer } = await answering()
  await attach(officer, pdf)
  expect((await officer.read(attachments)).text).not.toContain('says of itself')
})

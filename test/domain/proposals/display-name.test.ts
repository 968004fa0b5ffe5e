import { expect, test } from 'vitest'
import { readsLikeAnAddress, readsLikeAnOffice } from '../../../src/domain/proposals/display-name.ts'
import { write } from '../../../src/platform/db/write.ts'
import { proposals } from '../../../src/schema/proposals.ts'
import { givenCase } from '../../support/cases.ts'
import { page } from '../../support/page.ts'
import { testWorld } from '../../support/world.ts'

const official = ['海澄市', 'Haicheng City', '環境保護局', 'Environment Bureau']

test.each([
  '官方帳號',
  '環境保護局',
  '環境 保護 局（回覆）',
  'Haicheng City',
  'haicheng-city',
  'Admin',
  'ADMINISTRATOR',
  'а d m i n',
  'аdmin',
  'ｍｏｄｅｒａｔｏｒ',
  'mоderаtоr',
  'Env\u200bironment Bureau',
  '附議平台',
  '市政府承辦人',
  'Ѕystem',
])('%s reads like an office', (name) => {
  expect(readsLikeAnOffice(name, official)).toBe(true)
})

test.each([
  '潮間帶居民',
  '常走路的人',
  '愛環境的人',
  'Mei',
  'Systematic reader',
  'Badminton fan',
  'Παπαδόπουλος',
  'Наташа',
  '王小明',
  '海邊的人',
])('%s is a name like any other', (name) => {
  expect(readsLikeAnOffice(name, official)).toBe(false)
})

test.each([
  'mei@example.test',
  'ｍｅｉ＠ｅｘａｍｐｌｅ．ｔｗ',
  '寫信給 mei@例子。台灣',
  'mei\u200b@exa\u00admple.tw',
  'mei @ example . tw',
  'mei (at) example (dot) tw',
  ...[
    'mei_at_example_dot_tw',
    'me-at-example-dot-com',
    'mei{at}example{dot}tw',
    'me (a) example.com',
    'me @ example com',
  ],
  ...['m e i @ e x a m p l e . t w', 'mei@example,com', 'mei@example・tw', '<me@example.com>', '【me＠例子.台灣】'],
  ...['mei@xn--fsqu00a.tw', 'me@[1.2.3.4]', 'mailto:mei', 'user@sub.example.museum', 'm\u{e0020}ei@exam\u200dple.tw'],
  ...['mei@gmail', 'mei＠ｇｍａｉｌ', 'mei at gmail', 'mei 小老鼠 gmail 點 com', 'mei艾特gmail点com', '小明@hinet'],
  ...['t.me/mei', 'bit.ly/3xYz', 'mei.dev', '例子。com', 'hxxp://example', '電影.com'],
  ...[
    'LINE ID mei1234',
    'IG:@mei_1234',
    'Telegram @meimei',
    '０９１２-３４５-６７８',
    '零九一二三四五六七八',
    'tel:0912345',
  ],
])('%s is an address', (name) => {
  expect(readsLikeAnAddress(name)).toBe(true)
})

test.each([
  ...['@mei', 'mei@海邊', '讀者@2026', 'A. B. Chen', 'Mei.Lin', '王小明', '小明。愛海', '三點半的人', '小安@三點半'],
  ...[
    'look_at_me',
    ...['J.Lin/陳怡君', 'St.Mary/Lin', 'Hotel：小明', 'Line Idrissi', '賴 Idris', '小明(A) J.Wang', '○○○○○○○○'],
    'Mei at night',
    'Lady at the dot',
    'Mei (at home)',
    'Gmail 愛用者',
    'Line 用戶',
    '小安@Taipei',
    '阿信@五月天',
  ],
  ...[
    '1/2 公里',
    '公車 307 乘客',
    '二〇二六年的讀者',
    '一二三木頭人',
    '愛吃的小老鼠',
    '小老鼠三點下班',
    'J.R.R. Tolkien',
    'No.1 市民',
  ],
])('%s is none', (name) => {
  expect(readsLikeAnAddress(name)).toBe(false)
})

test('who signs with an address is asked for another name, also where an older draft has one', async () => {
  const world = await testWorld()
  const mei = await world.signedIn('mei@example.test')
  const begun = await mei.post('/haicheng/proposals/drafts')
  const base = String(begun.headers.location).replace(/\/problem$/, '')
  const refused = await mei.post(`${base}/agencies`, { name: 'mei@example.test' })
  expect(refused.statusCode).toBe(422)
  expect(page(refused).text).toContain('cannot be an email address')

  await mei.post(`${base}/problem`, { title: '步道裝路燈', problem: '晚上太暗了，看不到路。' })
  await mei.post(`${base}/place`, { topic: 'transport' })
  await mei.post(`${base}/asks`, { asks: '請沿步道加裝路燈。' })
  await mei.post(`${base}/benefit`, { benefit: '走路的人都安全，電費不高。' })
  await write(world.db, (tx) => tx.update(proposals).set({ authorName: 'mei@example.test' }))
  const sent = await mei.post(`${base}/submissions`)
  expect(sent.statusCode).toBe(422)
  expect(page(sent).text).toContain('cannot be an email address')
})

test('who signs as an agency gets the form back with the message beside the field', async () => {
  const world = await testWorld()
  const mei = await world.signedIn('mei@example.test')
  const begun = await mei.post('/haicheng/proposals/drafts')
  const step = String(begun.headers.location).replace(/problem$/, 'agencies')
  const refused = await mei.post(step, { name: '環境保護局' })
  expect(refused.statusCode).toBe(422)
  const { value, error } = page(refused).field('name')
  expect([value, error]).toEqual(['環境保護局', expect.stringContaining('reads like an office')])
  expect((await mei.post(step, { name: '海邊的居民' })).statusCode).toBe(303)
})

test('a name in another direction keeps no hidden signs, and does not turn the words around it', async () => {
  const world = await testWorld()
  const mei = await world.signedIn('mei@example.test')
  const begun = await mei.post('/haicheng/proposals/drafts')
  const step = String(begun.headers.location).replace(/problem$/, 'agencies')
  await mei.post(step, { name: '\u202eevil\u202c מיכל \u2066x' })
  expect((await mei.read(step)).field('name').value).toBe('evil מיכל x')

  await givenCase(world, { number: '2026-0001', title: '海堤步道', authorName: 'מיכל' })
  expect((await world.visitor().read('/haicheng/proposals/2026-0001')).text).toContain('\u2068מיכל\u2069')
})

// Whoever is refused tries the next spelling.
test.each([
  ...[
    'me at example dot com',
    'me AT gmail DOT com',
    'me [at] example [dot] com',
    'me小老鼠gmail.com',
    'gmail.com 的 me',
  ],
  ...[
    'https://x.tw',
    'www.example',
    '例子.台灣',
    'me#example.com',
    '0912-345-678',
    '０９１２３４５６７８',
    '+886 2 2345 6789',
  ],
])('「%s」 leads to somebody, or elsewhere', (name) => expect(readsLikeAnAddress(name)).toBe(true))

test.each(['Mr.Wang', 'J. Smith', 'A.B.C', 'O.K. 居民', '3.5公里跑者', '阿明@海城', '2026年1月住民', '1975-08 生'])(
  '「%s」 is a name',
  (name) => expect(readsLikeAnAddress(name)).toBe(false),
)

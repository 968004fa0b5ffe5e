import nodemailer from 'nodemailer'
import { renderMail } from '../src/domain/notifications/mail.ts'
import type { MailContext, Told } from '../src/domain/notifications/told.ts'
import { formats } from '../src/platform/i18n/format.ts'
import { translator } from '../src/platform/i18n/i18n.ts'

const t = translator('zh-Hant')
const context: MailContext = {
  origin: 'https://fuyi.test',
  from: 'fuyi@fuyi.test',
  t,
  ...formats('zh-Hant', 'Asia/Taipei', 'gregorian', t),
  reason: null,
  decided: [1, 2, 3].map((number) => ({ number, ask: '裝設路燈與監視器，並公布時程', decision: 'adopted' as const })),
  government: {
    slug: 'haicheng',
    name: { 'zh-Hant': '海澄市', en: 'Haicheng City' },
    timeZone: 'Asia/Taipei',
    accent: null,
    contact: '海澄市研考會 049-000-0000',
  },
  proposal: {
    id: 'x',
    checkDueBefore: null,
    reconsideredAt: null,
    hiddenAt: null,
    number: '2026-0042',
    title: '夜市停用一次性餐具',
    count: 1000,
    threshold: 5000,
    closesBefore: new Date('2026-07-06T00:00:00+08:00'),
    answerDueBefore: new Date('2026-07-04T00:00:00+08:00'),
  },
  words: null,
  unsubscribe: 'T'.repeat(64),
  move: null,
}
const told = (i: number): Told => ({
  id: `01999999-0000-7000-8000-${String(i).padStart(12, '0')}`,
  kind: 'answer_published',
  address: `a${i}@b.test`,
  language: 'zh-Hant',
  facts: {},
  createdAt: new Date('2026-06-20T09:00:00+08:00'),
})
const cpu = () => {
  const u = process.cpuUsage()
  return (u.user + u.system) / 1000
}
for (let i = 0; i < 3000; i++) renderMail(told(i), context)
let n = 20000,
  b = cpu()
for (let i = 0; i < n; i++) renderMail(told(i), context)
console.log('words', ((cpu() - b) / n).toFixed(4), 'ms a mail')
const stream = nodemailer.createTransport({ streamTransport: true, buffer: true })
n = 3000
b = cpu()
let bytes = 0
for (let i = 0; i < n; i++) {
  const m = renderMail(told(i), context)
  const r = await stream.sendMail({
    from: m.from,
    to: m.to,
    messageId: m.messageId,
    subject: m.subject,
    text: m.text,
    html: m.html,
    headers: m.headers,
  })
  bytes += (r.message as Buffer).length
}
console.log('words and MIME', ((cpu() - b) / n).toFixed(4), 'ms a mail', Math.round(bytes / n), 'bytes')

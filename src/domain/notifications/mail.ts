// A row of the outbox as a mail: subject, both versions, headers.
import { localised } from '../../lib/localised.ts'
import { drawMail, type Link } from '../../platform/mail/draw-mail.ts'
import { mailFacts, oneLine, templateOf } from './mail-facts.ts'
import { bulkKinds } from './message.ts'
import { leaveWords } from './news-words.ts'
import type { MailContext, OutgoingMessage } from './told.ts'

export type Mail = {
  from: { name: string; address: string }
  to: string
  messageId: string
  subject: string
  /** what it says between the city's name and the foot */
  paragraphs: string[]
  link: Link | null
  headers: { [name: string]: string }
  text: string
  html: string
}

/** Facts that open something: blanked once the mail is out. */
export const secretFacts: readonly string[] = ['code', 'token', 'path']

/** The same row gives the same mail, Message-ID included, on every attempt. */
export function renderMail(told: OutgoingMessage, context: MailContext): Mail {
  const { t, origin, government } = context
  const facts = mailFacts(told, context)
  const name = government ? localised(government.name, told.language) : t('mail.platform')
  const leave =
    context.unsubscribe && bulkKinds.includes(told.kind)
      ? { label: t(leaveWords(told)), url: `${origin}/unsubscribe/${context.unsubscribe}` }
      : null
  const drawn = drawMail(templateOf(told), government?.accent ?? null, {
    ...facts,
    t,
    lang: told.language,
    brand: government ? t('frame.title', { name }) : t('mail.platform'),
    about: [
      government ? t('mail.footer', { government: name }) : t('mail.footer_platform'),
      ...(government?.contact ? [t('mail.contact', { contact: localised(government.contact, told.language) })] : []),
    ],
    privacy: government ? { label: t('mail.privacy'), url: `${origin}/${government.slug}/privacy` } : null,
    leave,
  })
  return {
    from: { name: oneLine(name, 80), address: context.from },
    to: told.address,
    messageId: `<${told.id}@${hostOf(origin)}>`,
    subject: facts.subject,
    link: facts.action,
    headers: headersOf(leave),
    ...drawn,
  }
}

function headersOf(leave: Link | null): { [name: string]: string } {
  const automatic = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }
  if (!leave) return automatic
  return { ...automatic, 'List-Unsubscribe': `<${leave.url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
}

const hostOf = (origin: string) => new URL(origin).hostname.replace(/[[\]]/g, '')

// Mails are drawn by templates as pages are: views/emails/KIND.eta says what stands in a mail, views/emails/_frame.eta what
// stands around each. The text version is the same mail without its markup, so that no word is only in one of the two.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Eta } from 'eta'
import { usualLanguage } from '../../config.ts'
import { memoize } from '../../lib/memoize.ts'
import type { Translate } from '../i18n/i18n.ts'
import { type Html, marked, type Slot } from '../web/html.ts'
import type { Accent } from '../web/theme.ts'
import { type Look, lookOf } from './mail-look.ts'
import { mailText } from './mail-text.ts'

/** What every template of a mail has, beside the facts of its kind. */
export type MailFrame = {
  t: Translate
  lang: string
  look: Look
  subject: string
  /** the city's name as it stands at the top */
  brand: string
  /** lines of the foot, each a sentence of its own: who sent it, and whom to ask */
  about: string[]
  privacy: Link | null
  leave: Link | null
  part: (template: string, more?: object) => Html
  /** a message with elements around some of its words */
  marked: (key: string, params: { [name: string]: unknown }, slots: { [slot: string]: Slot }) => Html
  /** the `lang` of what a person wrote: Chinese characters say Chinese, anything else is taken for the mail's own */
  langOf: (text: string) => string
  /** words with line breaks as markup */
  lines: (words: string) => Html
}
export type Link = { label: string; url: string }

export type Drawn = {
  html: string
  text: string
  /** the paragraphs between the brand and the foot */
  paragraphs: string[]
}

const views = fileURLToPath(new URL('../../../views', import.meta.url))

class Templates extends Eta {
  override resolvePath = memoize((name: string) => join(views, `${name.replace(/\.eta$/, '')}.eta`), 1000)
}
const eta = new Templates({ views, cache: true, autoTrim: false })

function part(this: object, template: string, more?: object): Html {
  return eta.render(template, more ? Object.assign(Object.create(this), more) : this) as Html
}

const langIn = memoize((lang) => {
  const isChinese = lang.startsWith('zh')
  return (text: string) => (!isChinese && /\p{Script=Han}/u.test(text) ? usualLanguage : lang)
}, 100)

const escapes: { [sign: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const lines = (words: string): Html =>
  words.replace(/[&<>"']/g, (sign) => escapes[sign]!).replaceAll('\n', '<br>') as Html

/** What is the same for every mail of a language. */
type Tools = 'look' | 'part' | 'lines' | 'marked' | 'langOf'

/** The kinds of mail that there is a template for. */
const drawnAs = memoize((kind: string): string => `emails/${kind}`, 1000)

/** Draws `views/emails/KIND.eta` in the frame of every mail. Throws where there is no such template. */
export function drawMail(kind: string, accent: Accent | null, facts: object & Omit<MailFrame, Tools>): Drawn {
  const own = { look: lookOf(accent), lines, part, langOf: langIn(facts.lang), marked: marked.bind(null, facts.t) }
  const it = Object.assign(Object.create(null), facts, own)
  const main = it.part(drawnAs(kind)) as string
  const foot = it.part('emails/_foot') as string
  const html = (it.part('emails/_frame', { main, foot }) as string).replace(/>\s*\n\s*</g, '>\n<').trim()
  const words = mailText(main)
  return { html, text: `${facts.brand}\n\n${words}\n\n-- \n${mailText(foot)}\n`, paragraphs: words.split('\n\n') }
}

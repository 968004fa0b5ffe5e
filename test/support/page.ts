// A page as somebody reads it: through the HTML parser of browsers, by the names that people and screen readers go by.
import { load } from 'cheerio'
import { controlNames, fieldOf } from './field.ts'
import { type Document, type Nodes, named, nameOf, partUnder, saying, says, textOf } from './html.ts'
import { faultsOf } from './well-built.ts'

type Words = string | RegExp // exactly this, or of this kind

/** Reads an answer's body: a whole page, or a piece of one. Throws where a whole page is not well built. */
export function page(answer: { body: string }): Page {
  const known = read.get(answer)
  if (known) return known
  const whole = /^\s*<!doctype html>/i.test(answer.body)
  const $ = load(answer.body, null, whole)
  const faults = whole ? faultsOf($) : []
  if (faults.length) throw new Error(`The page “${textOf($('title')[0])}” is not well built:\n${faults.join('\n')}`)
  const found = new Page($, $.root())
  read.set(answer, found)
  return found
}

const read = new WeakMap<object, Page>() // tests ask one answer for several things

/** A part of a page: what can be read, filled in and pressed there. */
export class Part {
  protected readonly $: Document
  protected readonly here: Nodes

  constructor($: Document, here: Nodes) {
    this.$ = $
    this.here = here
  }

  protected all(selector: string): Nodes {
    return this.$(selector, this.here).add(this.here.filter(selector))
  }

  protected texts(selector: string): string[] {
    return this.all(selector).toArray().map(textOf).filter(Boolean)
  }

  protected only(selector: string, name: Words): Nodes {
    const names = this.all(selector)
      .toArray()
      .map((one) => nameOf(this.$, one))
    const at = names.findIndex((one) => says(one, name))
    if (at < 0) throw new Error(`Nothing is called “${name}” among: ${names.join(' | ')}`)
    return this.all(selector).eq(at)
  }

  /** All words, as they are read aloud: white space squeezed, nothing of tags and of what is not shown. */
  get text(): string {
    return this.here.toArray().map(textOf).join(' ')
  }

  get heading(): string {
    return this.texts('h1')[0] ?? this.texts('h2, h3, h4, legend, caption, summary')[0] ?? ''
  }

  get headings(): string[] {
    return this.texts('h1, h2, h3, h4, h5, h6')
  }

  get items(): string[] {
    return this.texts('li')
  }

  /** What is said of each term, such as the figures of a front page. */
  get facts(): { [term: string]: string } {
    const terms = this.all('dt').toArray()
    return Object.fromEntries(terms.map((term) => [textOf(term), textOf(this.$(term).nextAll('dd')[0])]))
  }

  get buttons(): string[] {
    return this.texts('button')
  }

  /** What is told of something that was just done. */
  get notice(): string | null {
    return this.texts('[role="status"]')[0] ?? null
  }

  get links(): { words: string; href: string }[] {
    return this.all('a[href]')
      .toArray()
      .map((a) => ({ words: textOf(a), href: this.$(a).attr('href')! }))
  }

  get hrefs(): string[] {
    return this.links.map(({ href }) => href)
  }

  /** Where the link leads that says this; null where there is none. Throws where such links lead to different places. */
  link(words: Words): string | null {
    const to = new Set(this.links.filter((link) => says(link.words, words)).map(({ href }) => href))
    if (to.size > 1) throw new Error(`Several links say “${words}”: ${[...to].join(', ')}`)
    return [...to][0] ?? null
  }

  /** The addresses that forms send to. */
  get actions(): string[] {
    return this.all('form[action]')
      .toArray()
      .map((form) => this.$(form).attr('action')!.split('#')[0]!)
  }

  /** The forms that send to this address. */
  forms(action: string): Part[] {
    const forms = this.all('form').filter((_, one) => this.$(one).attr('action')?.split('#')[0] === action)
    return forms.toArray().map((form) => new Part(this.$, this.$(form)))
  }

  /** The first form that sends to this address. Throws where none does. */
  form(action: string): Part {
    const [form] = this.forms(action)
    if (!form) throw new Error(`No form sends to ${action}, but to ${this.actions.join(', ')}`)
    return form
  }

  /** The names of everything to fill in, each once. */
  get fields(): string[] {
    return controlNames(this.$, this.here)
  }

  /** What is to be filled in, by its id or its name. Throws where there is none, or more than one of this name. */
  field(name: string) {
    return fieldOf(this.$, this.here, name)
  }

  /** What stands in everything to fill in, typed or not. */
  get values(): string[] {
    return this.all('input, textarea')
      .toArray()
      .map((one) => String(this.$(one).val() ?? ''))
  }

  /** What is sent under a name without being filled in, by a hidden field or a button; null where nothing is. */
  sends(name: string): string | null {
    return this.all(`input[type="hidden"][name="${name}"], button[name="${name}"]`).attr('value') ?? null
  }

  /** What the summary above a form says of each field, by the field's id; `form` where it names none. */
  get problems(): { [field: string]: string } {
    const lines = this.all('[role="alert"] li').toArray()
    const fieldOfLine = (line: (typeof lines)[number]) => this.$(line).find('a').attr('href')?.replace(/^.*#/, '')
    return Object.fromEntries(lines.map((line) => [fieldOfLine(line) ?? 'form', textOf(line)]))
  }

  /** The cells of a table below its head, row by row. Throws where no table is called so. */
  table(name: Words): string[][] {
    const rows = this.only('table', name).find('tr')
    return rows
      .filter((_, row) => !this.$(row).closest('thead').length)
      .toArray()
      .map((row) => this.$(row).children('th, td').toArray().map(textOf))
  }

  /** The names of its parts: headings, what is folded, groups of fields, tables, marked regions. */
  get parts(): string[] {
    return this.all(named)
      .toArray()
      .map((one) => nameOf(this.$, one))
  }

  /** What stands under a heading, is folded away under its words, or bears a name. Throws where nothing does. */
  part(name: Words): Part {
    return new Part(this.$, partUnder(this.$, this.only(named, name)))
  }

  /** The innermost line of a list or a table, or article, that says this among other words. Throws where none does. */
  item(words: Words): Part {
    const found = saying(this.$, this.all('li, tr, article'), words)
    if (!found.length) throw new Error(`No line says “${words}” in: ${this.text}`)
    return new Part(this.$, found.first())
  }

  /** The language that these words are marked to be in. */
  langOf(words: Words): string {
    return saying(this.$, this.all('*'), words).first().closest('[lang]').attr('lang') ?? ''
  }

  /** What a search found, as it is marked. */
  get marked(): string[] {
    return this.texts('mark')
  }

  /** What a correction took out, and put in. */
  get changes(): { out: string[]; in: string[] } {
    return { out: this.texts('del'), in: this.texts('ins') }
  }

  /** How many there are of what has no words, such as the marks of a picture. */
  count(selector: string): number {
    return this.all(selector).length
  }
}

export class Page extends Part {
  get title(): string {
    return textOf(this.$('title')[0])
  }

  get lang(): string {
    return this.$('html').attr('lang') ?? ''
  }

  /** The addresses of its style sheets. */
  get styles(): string[] {
    return this.$('link[rel="stylesheet"]')
      .toArray()
      .map((one) => this.$(one).attr('href')!)
  }

  /** What stands for machines under this name: in a `<meta>`, or the address of a `<link>`; null where there is none. */
  meta(name: string): string | null {
    return (
      this.$(`meta[name="${name}"], meta[property="${name}"]`).attr('content') ??
      this.$(`head link[rel="${name}"]`).attr('href') ??
      null
    )
  }
}

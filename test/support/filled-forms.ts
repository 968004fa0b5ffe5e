// The forms of a page, each filled in from its first field to its last, as somebody at a browser would.
import { load } from 'cheerio'
import type { Document, Node, Nodes } from './html.ts'

type Fields = { [name: string]: string | string[] }
export type FilledForm = {
  action: string
  /** what the form sends by itself: hidden fields, and its last button */
  sends: Fields
  /** what was typed and chosen; words differ from field to field */
  typed: Fields
  /** with files */
  multipart: boolean
}
export type ShownForm = { action: string; values: { [name: string]: string[] }; folded: boolean; savesItself: boolean }

/** The words that are typed into the n-th field that takes words. */
const wordsFor = (n: number) => `打的字${n}`
export const isWords = (typed: string): boolean => typed.startsWith(wordsFor(0).slice(0, -1))

/** Every form of a page that is posted, filled in. `path`: of the page. */
export function filledForms(html: string, path: string): FilledForm[] {
  return forms(html, path).map(({ $, form, action }) => {
    const [sends, typed]: [Fields, Fields] = [{}, {}]
    let n = 0
    for (const one of controlsOf($, form)) {
      const control = $(one)
      const name = control.attr('name')
      if (!name || control.is('[type="file"]')) continue
      if (control.is('[type="hidden"]')) add(sends, name, control.attr('value') ?? '')
      else if (control.is('[type="radio"]')) typed[name] = control.attr('value') ?? ''
      else add(typed, name, fillingFor(control, ++n))
    }
    const button = form.find('button[name]').last()
    if (button.length) add(sends, button.attr('name')!, button.attr('value') ?? '')
    return { action, sends, typed, multipart: form.is('[enctype="multipart/form-data"]') }
  })
}

/** Every form of a page that is posted, with what stands in it. */
export function shownForms(html: string, path: string): ShownForm[] {
  return forms(html, path).map(({ $, form, action }) => {
    const values: { [name: string]: string[] } = {}
    for (const one of controlsOf($, form)) {
      const control = $(one)
      const name = control.attr('name')
      if (!name || (control.is('[type="radio"], [type="checkbox"]') && !control.is('[checked]'))) continue
      values[name] = [...(values[name] ?? []), standingIn(control)]
    }
    const folded = form.closest('details:not([open])').length > 0
    return { action, values, folded, savesItself: form.is('[data-keep]') }
  })
}

function forms(html: string, path: string) {
  const $ = load(html)
  return $('form')
    .toArray()
    .map((one) => ({ $, form: $(one), action: ($(one).attr('action') ?? path).split('#')[0]! }))
    .filter(({ form }) => form.attr('method')?.toLowerCase() === 'post')
}

/** Also those that stand elsewhere on the page and name the form. */
function controlsOf($: Document, form: Nodes): Node[] {
  const id = form.attr('id')
  const inside = form.find('input, select, textarea')
  return (id ? inside.add($(`[form="${id}"]`)) : inside).toArray()
}

function fillingFor(control: Nodes, n: number): string {
  if (control.is('select')) return control.find('option').last().attr('value') ?? ''
  if (control.is('[inputmode="numeric"]')) return String(3 + n)
  const own: { [type: string]: string } = {
    checkbox: control.attr('value') ?? '',
    date: `2026-11-${10 + (n % 20)}`,
    number: String(3 + n),
    email: `writer${n}@example.tw`,
    url: `https://example.tw/${n}`,
    color: `#12345${n % 10}`,
  }
  return own[control.attr('type') ?? ''] ?? wordsFor(n)
}

function standingIn(control: Nodes): string {
  if (!control.is('select')) return String(control.val() ?? '')
  const chosen = control.find('option[selected]')
  return (chosen.length ? chosen : control.find('option')).first().attr('value') ?? ''
}

function add(fields: Fields, name: string, value: string): void {
  const has = fields[name]
  fields[name] = has === undefined ? value : [has, value].flat()
}

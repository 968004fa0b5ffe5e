// A page of the application as a page of a copy: links lead to the file that has it, or to the live address where none has;
// forms, and what only scripts make work, give way to a note. Our own templates wrote the page, so its shape is known. Pure.
import { linkBetween, type Target, targetOf } from './addresses.ts'

export type Copying = {
  /** the file that is written, from the folder of the copy */
  file: string
  language: string
  /** the live platform, without a slash at its end */
  origin: string
  /** address of this page there */
  address: string
  /** HTML: what stands at the top of the page, and in place of a form. `live`: an address, escaped for an attribute. */
  note: (live: string) => string
  insteadOfForm: (live: string) => string
  /** whether the copy has it */
  has: (target: Target) => boolean
}

const scripts = /<script\b[^>]* src=[^>]*><\/script>/g
const forms = /<form\b[\s\S]*?<\/form>/g
const controls = /<(label|select)\b[\s\S]*?<\/\1>|<input\b[^>]*>/g
const buttons = /<button\b[\s\S]*?<\/button>/g
const links = / (href|src)="(\/[^"]*)"/g
const within = / href="#([^"]+)"/g
const partial = / hx-[a-z:-]+="[^"]*"/g
const top = /<main id="main"[^>]*>\s*<div class="page">/

/** Calls `found` with everything that the page links to and the copy has. */
export function asCopy(html: string, c: Copying, found: (target: Target) => void): string {
  const live = escaped(c.origin + c.address)
  const left = withoutScripts(html)
    .replace(forms, (form) => withoutForm(form, c.insteadOfForm(live)))
    .replace(buttons, '')
    .replace(partial, '')
    .replace(links, (_, name: string, written: string) => ` ${name}="${linkOf(written, c, found)}"`)
    .replace(top, (place) => place + c.note(live))
  // what led to a form on this page leads to it where it works
  return left.replace(within, (link, id: string) => (left.includes(` id="${id}"`) ? link : ` href="${live}#${id}"`))
}

/** With the room before each of them. A pattern that began with that room would be tried at every place of the page. */
function withoutScripts(html: string): string {
  let kept = ''
  let from = 0
  for (const { 0: script, index } of html.matchAll(scripts)) {
    kept += html.slice(from, index).trimEnd()
    from = index + script.length
  }
  return kept + html.slice(from)
}

/** A list stands in the form that filters it: what it found stays. A form without anything in it says nothing. */
function withoutForm(form: string, note: string): string {
  const results = form.indexOf('<section id="results"')
  if (results < 0) return /<form\b[^>]*><\/form>/.test(form) ? '' : note
  const kept = form.slice(results, form.lastIndexOf('</section>')).replace(controls, '')
  return `${note}${kept}</section>`
}

function linkOf(written: string, c: Copying, found: (target: Target) => void): string {
  const address = written.replaceAll('&amp;', '&')
  const target = targetOf(address, c.language)
  if (!target || !c.has(target)) return c.origin + written
  found(target)
  const hash = address.indexOf('#')
  return linkBetween(c.file, target.file) + (hash < 0 ? '' : escaped(address.slice(hash)))
}

/** Numbers of cases that the page links to, so that somebody can look them up before it is written. */
export function casesIn(html: string): { slug: string; number: string }[] {
  const found = new Map<string, { slug: string; number: string }>()
  for (const [, slug, number] of html.matchAll(/"\/([a-z][a-z0-9-]*)\/(?:proposals|commitments)\/(\d{4}-\d{4,9})/g))
    found.set(`${slug} ${number}`, { slug: slug!, number: number! })
  return [...found.values()]
}

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

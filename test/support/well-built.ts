// Whether a page is well built, whatever it says: what every page must be, so that no test has to ask for it.
import { fieldOf } from './field.ts'
import { type Document, textOf } from './html.ts'

/** What is wrong with how a page is built, whatever it says. */
export function faultsOf($: Document): string[] {
  const faults: string[] = []
  const ids = $('[id]')
    .toArray()
    .map((one) => $(one).attr('id')!)
  const known = new Set(ids)
  for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i)))
    faults.push(`two elements have the id “${id}”`)
  for (const one of $('a[href^="#"]').toArray()) {
    const to = $(one).attr('href')!.slice(1)
    if (to && !known.has(to)) faults.push(`“${textOf(one)}” leads to #${to}, which is not there`)
  }
  for (const attribute of ['for', 'aria-labelledby', 'aria-describedby', 'list', 'aria-controls'])
    for (const one of $(`[${attribute}]`).toArray())
      for (const id of $(one).attr(attribute)!.split(/\s+/))
        if (!known.has(id)) faults.push(`${attribute}="${id}" names nothing`)
  for (const one of $('input:not([type="hidden"]), select, textarea').toArray()) {
    const id = $(one).attr('id')
    const label =
      $(one).attr('aria-label') ??
      $(one).attr('aria-labelledby') ??
      $(one).closest('label')[0] ??
      (id && $(`label[for="${id}"]`)[0])
    if (!label) faults.push(`nothing labels the field “${$(one).attr('name')}”`)
  }
  for (const link of $('[role="alert"] li a').toArray()) {
    const id = $(link).attr('href')?.split('#')[1] ?? ''
    if (!known.has(id)) continue // on another page, or told above
    const { error } = fieldOf($, $.root(), id)
    if (!error || !textOf(link).endsWith(error))
      faults.push(`above the form “${textOf(link)}”, beside #${id} “${error}”`)
  }
  if ($('h1').length !== 1) faults.push(`${$('h1').length} headings of the first rank`)
  if (!textOf($('title')[0])) faults.push('no title')
  if (!$('html').attr('lang')) faults.push('no language')
  return faults
}

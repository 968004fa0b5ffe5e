// Whether a page is well built, whatever it says: what every page must be, so that no test has to ask for it.
import { fieldOf } from './field.ts'
import { type Document, textOf } from './html.ts'

const pointing = ['for', 'list', 'aria-labelledby', 'aria-describedby', 'aria-controls'] // at elements, by their ids

/** What is wrong with a page, in words. */
export function faultsOf($: Document): string[] {
  const faults: string[] = []
  const ids = new Set<string>()
  for (const { attribs } of $('[id]').toArray()) {
    if (ids.has(attribs.id!)) faults.push(`two elements have the id “${attribs.id}”`)
    ids.add(attribs.id!)
  }
  for (const { attribs } of $('body *').toArray())
    for (const name of pointing)
      for (const id of attribs[name]?.split(/\s+/) ?? []) if (!ids.has(id)) faults.push(`${name}="${id}" names nothing`)
  for (const link of $('a[href^="#"]').toArray()) {
    const to = link.attribs.href!.slice(1)
    if (to && !ids.has(to)) faults.push(`“${textOf(link)}” leads to #${to}, which is not there`)
  }

  const labelled = new Set(
    $('label[for]')
      .toArray()
      .map(({ attribs }) => attribs.for),
  )
  for (const one of $('input:not([type="hidden"]), select, textarea').toArray()) {
    const { id, name } = one.attribs
    const isNamed = labelled.has(id) || one.attribs['aria-label'] || one.attribs['aria-labelledby']
    if (!isNamed && !$(one).closest('label').length) faults.push(`nothing labels the field “${name}”`)
  }
  // What the summary says of a field is said beside it too.
  for (const link of $('[role="alert"] li a[href^="#"]').toArray()) {
    const id = link.attribs.href!.slice(1)
    if (!ids.has(id)) continue // told above
    const { error } = fieldOf($, $.root(), id)
    if (!error || !textOf(link).endsWith(error))
      faults.push(`above the form “${textOf(link)}”, beside #${id} “${error}”`)
  }

  for (const one of $('li, dt, dd, th[scope], h2, h3, summary, legend, select option:not([value=""])').toArray())
    if (!textOf(one) && !$(one).find('svg, img, input, [aria-label]').length)
      faults.push(`a ${one.name} says nothing, after “${textOf($(one).prev()[0] ?? $(one).parent()[0]).slice(0, 40)}”`)

  if ($('h1').length !== 1) faults.push(`${$('h1').length} headings of the first rank`)
  if (!textOf($('title')[0])) faults.push('no title')
  if (!$('html').attr('lang')) faults.push('no language')
  return faults
}

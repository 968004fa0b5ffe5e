// One thing to fill in: what it is called, what stands in it, what is wrong with it.
import { type Document, type Node, type Nodes, textOf } from './html.ts'

export type Field = ReturnType<typeof fieldOf>

const controls = 'input:not([type="hidden"]), select, textarea'

/** The names of everything to fill in, each once. */
export function controlNames($: Document, here: Nodes): string[] {
  const names = here
    .find(controls)
    .toArray()
    .map((one) => $(one).attr('name') ?? '')
  return [...new Set(names.filter(Boolean))]
}

/** Finds it by its id or its name. Radio buttons of one name are one field, and so are ticks. */
export function fieldOf($: Document, here: Nodes, name: string) {
  const inside = here.find(controls)
  const byName = inside.filter((_, one) => $(one).attr('name') === name)
  const group = here.find('fieldset').filter((_, one) => $(one).attr('id') === name)
  const byId = inside.filter((_, one) => $(one).attr('id') === name).add(group.find(controls))
  const found = byId.length ? byId : byName
  const first = found.first()
  const isChoice = first.is('[type="radio"], [type="checkbox"]')
  const isGroup = isChoice && (found.length > 1 || first.is('[type="radio"]'))
  if (!found.length)
    throw new Error(`Nothing to fill in is called “${name}” among: ${controlNames($, here).join(', ')}`)
  if (found.length > 1 && !isGroup) throw new Error(`${found.length} fields are called “${name}”: name one by its id`)

  const owner = isGroup ? first.closest('fieldset') : first
  const told = (owner.attr('aria-describedby') ?? '').split(/\s+/).filter(Boolean)
  const beside = (end: string) => told.filter((id) => id.endsWith(end)).map((id) => shown($(`[id="${id}"]`)))[0] ?? null
  const given = (one: Node) => $(one).attr('value') ?? ''
  const isSelect = first.is('select')
  const offered = isChoice ? found : isSelect ? first.find('option') : $(`[id="${first.attr('list')}"]`).find('option')
  const options = offered.toArray()
  const chosen = options.filter((one) => $(one).is('[selected], [checked]'))
  return {
    label: isGroup ? textOf(owner.find('legend')[0]) : labelOf($, first),
    hint: beside('-hint'),
    /** The message beside it, without the word that says it is one; null where nothing is wrong. */
    error: beside('-error'),
    type: first.is('input') ? (first.attr('type') ?? 'text') : String(first.prop('tagName')).toLowerCase(),
    /** What the form would send of it; empty where nothing is typed or chosen. */
    value: isSelect
      ? given((chosen[0] ?? options[0])!)
      : isChoice
        ? (chosen.map(given)[0] ?? '')
        : String(first.val() ?? ''),
    /** All that are chosen. */
    values: chosen.map(given),
    /** What can be chosen, or is proposed while typing: the words of each value. */
    options: Object.fromEntries(options.map((one) => [given(one), isChoice ? labelOf($, $(one)) : textOf(one)])),
  }
}

const labelOf = ($: Document, control: Nodes): string =>
  control.attr('aria-label') ??
  (textOf($(`label[for="${control.attr('id')}"]`)[0]) || textOf(control.closest('label')[0]))

/** Its words but for those that only say what kind of words they are. */
const shown = (element: Nodes): string => {
  const copy = element.clone()
  copy.find('.govuk-visually-hidden').remove()
  return textOf(copy[0])
}

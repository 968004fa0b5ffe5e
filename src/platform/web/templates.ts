// The engine of the templates in views/: names are paths, facts are inherited.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Eta } from 'eta'
import type { Html } from './html.ts'

export const views = fileURLToPath(new URL('../../../views', import.meta.url))

/**
 * `fold({ summary }, () => { %>…<% })` in a template: what lies between is folded away under `summary` (views/shared/details.eta).
 * `output` and `capture` are Eta's.
 */
export const folding =
  "const fold = (what, draw) => output(it.part('shared/details', { open: false, classes: '', ...what, body: capture(draw) }))"

export class Templates extends Eta {
  readonly #paths = new Map<string, string>() // names stand in our own code, so there are only so many

  /** Every name is a path from views/, wherever it is used; Eta's own rule depends on the file that uses it. */
  override resolvePath = (name: string): string => {
    const path = this.#paths.get(name) ?? join(views, `${name.replace(/\.eta$/, '')}.eta`)
    this.#paths.set(name, path)
    return path
  }
}

/** In a template `it.part('shared/input', { name })`: what another one draws of the same facts and some more. */
export type Part = (this: object, template: string, more?: object) => Html
type Facts = { [name: string]: unknown }

/**
 * The page's facts are lent some more while a part is drawn, and are then what they were. Copying them (Eta's own `include` and
 * `layout`) or inheriting from them costs several times as much: see docs/decisions/180.
 */
export const partOf = (eta: Eta): Part =>
  function part(template, more) {
    if (!more) return eta.render(template, this) as Html
    const facts = this as Facts
    const before: Facts = {}
    for (const name of Object.keys(more)) before[name] = facts[name]
    Object.assign(facts, more)
    try {
      return eta.render(template, facts) as Html
    } finally {
      Object.assign(facts, before)
    }
  }

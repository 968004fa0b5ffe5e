// The engine of the templates in views/: names are paths, facts are inherited.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Eta } from 'eta'
import { memoize } from '../../lib/memoize.ts'
import type { Html } from './html.ts'

export const views = fileURLToPath(new URL('../../../views', import.meta.url))

/**
 * `fold({ summary }, () => { %>…<% })` in a template: what lies between is folded away under `summary` (views/shared/details.eta).
 * `output` and `capture` are Eta's.
 */
export const folding =
  "const fold = (what, draw) => output(it.part('shared/details', { open: false, classes: '', ...what, body: capture(draw) }))"

export class Templates extends Eta {
  /** Every name is a path from views/, wherever it is used; Eta's own rule depends on the file that uses it. */
  override resolvePath = memoize((name: string) => join(views, `${name.replace(/\.eta$/, '')}.eta`), 1000)
}

/** In a template `it.part('shared/input', { name })`: what another one draws of the same facts and some more. */
export type Part = (this: object, template: string, more?: object) => Html

/** Facts are inherited. Eta's own `include` and `layout` copy all of them, each time: see docs/decisions/102. */
export const partOf = (eta: Eta): Part =>
  function part(template, more) {
    return eta.render(template, more ? Object.assign(Object.create(this), more) : this) as Html
  }

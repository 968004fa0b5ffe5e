// What the templates in views/shared/ take.
import type { pagerOf } from '../../lib/paging.ts'
import type { FieldError, FieldErrors } from './forms.ts'
import type { Html } from './html.ts'

/** As it came from a form, where a field that was sent several times is a list. */
export type Typed = string | number | readonly string[] | null | undefined
export type Choice = { value: string; label: string; lang?: string }

/** `id` where another field of the page has the same name. */
type Field = {
  name: string
  label: string
  id?: string | undefined
  hint?: string | undefined
  error?: FieldError | undefined
}

export type Input = Field & {
  value?: Typed
  type?: 'text' | 'email' | 'date' | 'time' | 'url'
  inputmode?: 'numeric' | 'url'
  autocomplete?: string
  /** a hint for screen readers alone */
  quietHint?: string
  /** what is offered while one types */
  suggestions?: Choice[] | undefined
}
/** `max`: characters, counted while one types. `quietLabel`: for screen readers alone. */
export type Textarea = Field & { value?: Typed; rows?: number; max?: number; quietLabel?: boolean }
/** `blank`: what the empty choice is called, where there is one. */
export type Select = Field & { value?: Typed; options: readonly Choice[]; blank?: string }
export type Radios = Omit<Field, 'hint'> & { value?: Typed; options: readonly Choice[] }
/** One tick. */
export type Checkbox = Omit<Field, 'hint'> & { value?: string; checked: boolean }
/** Any of a few. */
export type Checkboxes = Field & {
  options: readonly Choice[]
  picked: readonly string[]
  quietLabel?: boolean
}

/** Ids of the fields are prefix and name. `labels`: of fields whose message alone does not say which one is meant. */
export type Summary = { form: { errors: FieldErrors }; prefix?: string; labels?: { [field: string]: string } }

/** `words`: what becomes of what is given. `gives`: the purposes of which the form writes a consent; none where nobody is known by it. */
export type PrivacyLine = { words: string; gives: readonly string[] }

/** `body` is folded away under `summary`. `classes`: more of the element's. */
export type Details = { summary: string; open?: boolean; classes?: string; body: Html }

export type Pager = { pager: ReturnType<typeof pagerOf> }
export type PagerTurn = { side: 'prev' | 'next'; page: number; href: string }

/** One of the large numbers. `share`: `n` is of a hundred. `over`: it should not be. */
export type Figure = { dt: string; n: string | number; unit?: string; share?: boolean; over?: boolean }

// The filters of a list, with how many cases each option would show where a search was made. Pure.
import type { FacetName, Facets } from '../../domain/search/facets.ts'
import type { ListParameter } from '../../domain/search/list-query.ts'
import type { Choice } from '../../platform/web/parts.ts'
import type { Filter } from './list-pages.ts'

type Translate = (key: string, params: { [name: string]: unknown }) => string
type Picked = (string | number)[] | string | undefined

export function filtersFor(facets: Facets | null, t: Translate) {
  const of = (name: string) => facets?.[name as FacetName]
  const counted = (name: string) => (option: Choice) => {
    const counts = of(name)
    if (!counts) return option
    return { ...option, label: t('pages.list.counted', { words: option.label, n: counts[option.value] ?? 0 }) }
  }
  return {
    menu: (name: ListParameter, options: Choice[], picked: Picked): Filter => ({
      name,
      options: options.map(counted(name)),
      picked: [picked ?? []].flat().map(String),
    }),
    /** False where a search found none of its options: it would only say 0 to each of them. */
    tells: ({ name, options, picked }: Filter): boolean => {
      const counts = of(name)
      return options.length > 0 && (!counts || picked.length > 0 || options.some(({ value }) => counts[value]))
    },
  }
}

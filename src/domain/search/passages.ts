// Why cases were found, for a page of them. Most say it in their own text, so what was added to them is read for the others only.
import type { Db } from '../../platform/db/database.ts'
import { laterSectionsOf, ownSectionsOf, type Section } from '../proposals/searchable.ts'
import { type Passage, passageOf } from './highlight.ts'

/** By id, the passage of each case that says one of the terms outside of its title. */
export async function passagesOf(db: Db, ids: string[], terms: string[]): Promise<Map<string, Passage>> {
  const passages = new Map<string, Passage>()
  if (!terms.length || !ids.length) return passages
  const look = (sections: Map<string, Section[]>, among: Iterable<string>) => {
    for (const id of among) {
      const passage = passageOf(sections.get(id) ?? [], terms)
      if (passage) passages.set(id, passage)
    }
  }
  const own = await ownSectionsOf(db, ids)
  look(own, own.keys())
  const rest = [...own.keys()].filter((id) => !passages.has(id)) // whoever's text is hidden is not among them
  look(await laterSectionsOf(db, rest), rest)
  return passages
}

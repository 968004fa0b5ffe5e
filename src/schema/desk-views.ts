// Views of the desk's queue that staff keep under a name.
import { id, index, integer, moment, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { agencies } from './agencies.ts'
import { atLeast, filled, inOrder, oneOf, rule } from './checks.ts'
import { governments } from './governments.ts'
import { people } from './people.ts'
import { type DeskViewReaders, deskViewReaders } from './values.ts'

/** A view is the parameters of its address; an empty text is the usual one. What they name may be gone by now. */
export const deskViews = table(
  'desk_views',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    personId: id('person_id')
      .notNull()
      .references(() => people.id),
    name: text('name').notNull(),
    params: text('params').notNull(),
    readers: text('readers').$type<DeskViewReaders>().notNull(), // which colleagues see it beside its owner
    agencyId: id('agency_id').references(() => agencies.id), // whose colleagues
    position: integer('position').notNull(), // among its owner's own
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [
    uniqueIndex('desk_views_name').on(t.governmentId, t.personId, t.name),
    index('desk_views_readers').on(t.governmentId, t.readers, t.agencyId),
    filled(t.name),
    oneOf(t.readers, deskViewReaders),
    rule('desk_views_agency', "(readers = 'agency') = (agency_id is not null)"),
    atLeast(t.position, 0),
    inOrder(t.createdAt, t.updatedAt),
  ],
)

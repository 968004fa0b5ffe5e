// Who changed what an administrator sets, and when. Append-only: the database refuses UPDATE and DELETE (README.md, triggers).
// The public record says the same without the person; this is how colleagues know whom to ask.
import { id, index, moment, table, text } from '../platform/db/columns.ts'
import { oneOf, rule } from './checks.ts'
import { governments } from './governments.ts'
import { people } from './people.ts'
import { type SettingsAct, type SettingsArea, settingsActs, settingsAreas } from './values.ts'

export const settingChanges = table(
  'setting_changes',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    personId: id('person_id').references(() => people.id), // null for a command on the machine
    area: text('area').$type<SettingsArea>().notNull(),
    act: text('act').$type<SettingsAct>().notNull(),
    subject: text('subject').notNull(), // a code, a date, a version, an id
    changedAt: moment('changed_at').notNull(),
  },
  (t) => [
    index('setting_changes_government').on(t.governmentId, t.changedAt),
    oneOf(t.area, settingsAreas),
    oneOf(t.act, settingsActs),
    rule('setting_changes_no_address', "subject not like '%@%'"),
  ],
)

// Who changed what an administrator sets, and when. Append-only: the database refuses UPDATE and DELETE (triggers in the migrations).
// The public record says the same without the person; this is how colleagues know whom to ask.

import { id, index, moment, table, text } from '../platform/db/columns.ts'
import { governments } from './governments.ts'
import type { SettingsAct, SettingsArea } from './values.ts'

export const settingChanges = table(
  'setting_changes',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    personId: id('person_id').notNull(), // '' for a command on the machine
    area: text('area').$type<SettingsArea>().notNull(),
    act: text('act').$type<SettingsAct>().notNull(),
    subject: text('subject').notNull(), // a code, a date, a version, an id: never a name or an address
    changedAt: moment('changed_at').notNull(),
  },
  (t) => [index('setting_changes_government').on(t.governmentId, t.changedAt)],
)

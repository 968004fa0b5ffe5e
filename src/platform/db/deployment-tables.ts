// Tables of the plumbing itself.
import { id, moment, table, text } from './columns.ts'

/** Who does a job that must be done once in all processes. Taken by a conditional UPDATE. */
export const leases = table('leases', {
  name: text('name').primaryKey(),
  holder: id('holder').notNull(),
  until: moment('until').notNull(),
})

/** Facts about this deployment, such as the mark of a demonstration. */
export const deploymentStatus = table('deployment_status', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
})

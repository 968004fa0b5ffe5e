// Rows that a unit has read and that nobody else changes until it ends. On SQLite one unit writes at a time; on PostgreSQL a
// row that was only read may change before what was made of it is there.
import { engine } from '../../config.ts'

/** The same query; its rows are locked against others' changes until the unit ends. Only within a unit. */
export const held = <Query>(query: Query): Query =>
  engine === 'postgres' ? (query as unknown as { for: (strength: 'share') => Query }).for('share') : query

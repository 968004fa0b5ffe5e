// What PostgreSQL does in place of the CHECKs of tables that every press writes: a trigger, as a migration has to make it.
// src/schema/README.md says why. A migration that changes a rule of such a table ends in the statements of `rulesTrigger`.
import { getTableName } from 'drizzle-orm'
import { getTableConfig, PgDialect, type PgTable } from 'drizzle-orm/pg-core'
import { cosignatureCounts, cosignatures } from '../../src/schema/cosignatures.ts'
import { proposals } from '../../src/schema/proposals.ts'
import { record } from '../../src/schema/record.ts'

/** Only on PostgreSQL: the tables are built for the engine that was chosen at the start. */
export const pressedTables = [cosignatureCounts, cosignatures, proposals, record] as unknown as PgTable[]

/** A press writes this column and none that the triggers look at: here a CHECK costs the least. */
export const keptAsCheck = ['proposals_count']

/** The body of the function, the columns that set it off, and both as SQL. */
export function rulesTrigger(table: PgTable) {
  const name = getTableName(table)
  const { columns, checks } = getTableConfig(table)
  const names = columns.map((column) => column.name)
  const rules = checks
    .filter((check) => !keptAsCheck.includes(check.name))
    .map(({ name, value }) => ({ name, condition: ofNewRow(new PgDialect().sqlToQuery(value).sql, names) }))
  const used = names.filter((column) => rules.some(({ condition }) => new RegExp(`new\\.${column}\\b`).test(condition)))
  const body = [
    ' DECLARE broken text; BEGIN',
    '  broken := CASE',
    ...rules.map((rule) => `    WHEN NOT (${rule.condition}) THEN '${rule.name}'`),
    '  END;',
    `  IF broken IS NOT NULL THEN RAISE check_violation USING MESSAGE = format('row of "%s" violates check constraint "%s"', TG_TABLE_NAME, broken), TABLE = TG_TABLE_NAME, CONSTRAINT = broken; END IF;`,
    '  RETURN new;',
    'END ',
  ].join('\n')
  return {
    body,
    used,
    statements: [
      `CREATE OR REPLACE FUNCTION ${name}_rules() RETURNS trigger LANGUAGE plpgsql AS $$${body}$$;`,
      `CREATE OR REPLACE TRIGGER ${name}_rules BEFORE INSERT OR UPDATE OF ${used.join(', ')} ON ${name} FOR EACH ROW EXECUTE FUNCTION ${name}_rules();`,
    ],
  }
}

/** A CHECK's condition with `new.` before each column; what stands in quotes stays. */
function ofNewRow(condition: string, columns: readonly string[]): string {
  return condition
    .replace(/\s+/g, ' ')
    .split(/('(?:[^']|'')*')/)
    .map((piece) => {
      if (piece.startsWith("'")) return piece
      return piece.replace(/"(\w+)"|(?<![\w."])([a-z_]+)(?![\w"(])/g, (all, quoted?: string, plain?: string) =>
        columns.includes((quoted ?? plain)!) ? `new.${quoted ?? plain}` : all,
      )
    })
    .join('')
}

// What marks in case_changes that a case changed (src/schema/README.md): triggers on every table that a case shows something of, as
// SQL for either engine, in migrations/derived. Co-signatures that come are marked when their entries of the record get a number.
import type { Engine } from '../../src/config.ts'
import { caseOf, conditions, every, ofCase, operations, shownColumns, updated } from './shown-triggers.ts'

/** Names that cases show, and what pauses them: when one changes, all cases are told again. */
const ofNames = ['agencies', 'agency_units', 'blackouts', 'districts', 'governments', 'refusal_reasons', 'topics']
const tables = ['proposals', ...Object.keys(ofCase)].sort()
const isCase = (name: string) => !ofNames.includes(name)

/** The statements of migrations/derived/changes-ENGINE.sql, and of changes-ENGINE-drop.sql. */
export function changeTriggers(engine: Engine, columnsOfCases: string[]): { make: string[]; drop: string[] } {
  const columns = shownColumns(columnsOfCases)
  return engine === 'sqlite' ? onSqlite(columns) : onPostgres(columns)
}

const marking = (values: string) =>
  `INSERT INTO case_changes (proposal_id, government_id, step, seen) ${values} ON CONFLICT (proposal_id) DO UPDATE SET step = NULL, seen = `
const naming = `INSERT INTO shown_versions (key, version) SELECT 'names', 1 WHERE true ON CONFLICT (key) DO UPDATE SET version = version + 1`

function onSqlite(columns: string[]) {
  const make: string[] = []
  const drop: string[] = []
  for (const table of [...tables, ...ofNames])
    for (const operation of operations[table] ?? every) {
      if (table === 'proposals' && operation === 'DELETE') continue // only drafts are
      const name = `changed_${table}_${operation.toLowerCase()}`
      const rows = operation === 'INSERT' ? ['NEW'] : operation === 'DELETE' ? ['OLD'] : ['OLD', 'NEW']
      const condition = conditions[table]
      const when = condition && isCase(table) ? ` WHEN ${rows.map(condition).join(' OR ')}` : ''
      const on = operation === 'UPDATE' ? updated(table, columns) : operation
      const does = isCase(table) ? `${marking(caseOf(table, rows.at(-1)!, '0'))}0` : naming
      drop.push(`DROP TRIGGER IF EXISTS ${name};`)
      make.push(`CREATE TRIGGER ${name} AFTER ${on} ON ${table}${when} BEGIN ${does}; END;`)
    }
  return { make, drop }
}

/** At the end of the transaction, like those of shown_versions, and written once in it however many rows change. */
function onPostgres(columns: string[]) {
  const all = [...tables, ...ofNames]
  const functions: string[] = []
  const triggers = all.map((table) => {
    const on = (operations[table] ?? every)
      .filter((one) => table !== 'proposals' || one !== 'DELETE')
      .map((one) => (one === 'UPDATE' ? updated(table, columns) : one))
      .join(' OR ')
    const condition = isCase(table) ? conditions[table] : undefined
    const mark = (row: string) =>
      isCase(table)
        ? `${marking(caseOf(table, row, 'false'))}false WHERE case_changes.step IS NOT NULL OR case_changes.seen;`
        : "PERFORM shown_changed('names');"
    const asked = (row: string) => (condition ? `IF ${condition(row)} THEN ${mark(row)} END IF;` : mark(row))
    const does = isCase(table)
      ? `IF TG_OP <> 'DELETE' THEN ${asked('NEW')} END IF; IF TG_OP <> 'INSERT' THEN ${asked('OLD')} END IF;`
      : mark('NEW')
    functions.push(
      `CREATE FUNCTION changed_${table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${does} RETURN NULL; END $$;`,
    )
    return `CREATE CONSTRAINT TRIGGER changed_${table} AFTER ${on} ON ${table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION changed_${table}();`
  })
  return {
    make: [...functions, ...triggers],
    drop: all.map((table) => `DROP FUNCTION IF EXISTS changed_${table}() CASCADE;`),
  }
}

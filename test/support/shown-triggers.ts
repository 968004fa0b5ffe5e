// What counts in shown_versions (src/schema/README.md): triggers on every table that an open page shows something of, as SQL for
// either engine. They are no migration but migrations/derived, since SQLite drops a table's triggers when it is made again.
import type { Engine } from '../../src/config.ts'

/** How one row of a table leads to the case it belongs to: the name of its column, or by an answer or a commitment. */
export const ofCase = {
  answers: 'proposal_id',
  asks: 'proposal_id',
  assignment_changes: 'proposal_id',
  assignments: 'proposal_id',
  case_references: 'proposal_id',
  commitments: 'proposal_id',
  corrections: 'proposal_id',
  cosignatures: 'proposal_id',
  evidence: 'proposal_id',
  hand_overs: 'proposal_id',
  moderation_decisions: 'proposal_id',
  proposal_texts: 'proposal_id',
  proposal_updates: 'proposal_id',
  reason_removals: 'proposal_id',
  ask_decisions: { by: 'answers', column: 'answer_id' },
  commitment_updates: { by: 'commitments', column: 'commitment_id' },
} as const

/** What the pages of several governments may show. */
const ofAll = [
  'agencies',
  'agency_units',
  'announcements',
  'blackouts',
  'deadline_recomputations',
  'deployment_status',
  'districts',
  'governments',
  'holiday_years',
  'holidays',
  'refusal_reasons',
  'rule_versions',
  'setting_changes',
  'staff',
  'topics',
] as const

/** Columns that no open page shows, and the count: a press is told by the record, which costs it nothing more. */
export const unseenOfCases = [
  'count',
  'created_at',
  'early_warned_at',
  'forgotten_warned_at',
  'held_at',
  'revision',
  'updated_at',
]

/**
 * What is no longer public is counted once more by itself, per government and year of the case's number, so that a dump that has it
 * goes (src/domain/record/withdrawn.ts): a case that leaves the lists, a name that is taken off, a public text that is deleted. A
 * reason of refusals that hides texts from now on is counted for all years.
 */
const goneFrom = {
  answers: (row: string) => `${row}.published_at IS NOT NULL`,
  corrections: null,
  evidence: null,
  hand_overs: null,
  proposal_updates: null,
} as const

/** Every table that has triggers. */
export const seenTables: string[] = ['proposals', ...Object.keys(ofCase), ...ofAll].sort()

/** Of drafts nobody sees anything: not of proposals, nor of answers. Of co-signatures coming the record tells. */
export const conditions: { [table: string]: (row: string) => string } = {
  proposals: (row) => `${row}.stage <> 'draft'`,
  answers: (row) => `${row}.published_at IS NOT NULL`,
  case_references: (row) => `${row}.state = 'shown'`,
  deployment_status: (row) => `${row}.key = 'search index'`,
}
export const operations: { [table: string]: readonly Operation[] } = { cosignatures: ['UPDATE', 'DELETE'] }
export const every = ['INSERT', 'UPDATE', 'DELETE'] as const
type Operation = (typeof every)[number]

/** The statements of migrations/derived/shown-ENGINE.sql, and of shown-ENGINE-drop.sql. */
export function shownTriggers(engine: Engine, columnsOfCases: string[]): { make: string[]; drop: string[] } {
  const columns = shownColumns(columnsOfCases)
  return engine === 'sqlite' ? onSqlite(columns) : onPostgres(columns)
}

export const shownColumns = (columnsOfCases: string[]): string[] =>
  columnsOfCases.filter((name) => !unseenOfCases.includes(name))

/** A query for the case that one row changes, as a row of case_changes that nobody has met (`no`: false, in the engine's words). */
export function caseOf(table: string, row: string, no: string): string {
  if (table === 'proposals') return `SELECT ${row}.id, ${row}.government_id, NULL, ${no} WHERE true`
  return keysOf(table, row).replace('SELECT p.government_id, 1', `SELECT p.id, p.government_id, NULL, ${no}`)
}

export const updated = (table: string, columns: string[]) =>
  table === 'proposals' ? `UPDATE OF ${columns.join(', ')}` : 'UPDATE'

function onSqlite(columns: string[]) {
  const make: string[] = []
  const drop: string[] = []
  for (const table of seenTables)
    for (const operation of operations[table] ?? every) {
      const name = `shown_${table}_${operation.toLowerCase()}`
      const rows = operation === 'INSERT' ? ['NEW'] : operation === 'DELETE' ? ['OLD'] : ['OLD', 'NEW']
      const condition = conditions[table]
      const when = condition ? ` WHEN ${rows.map(condition).join(' OR ')}` : ''
      const on = operation === 'UPDATE' ? updated(table, columns) : operation
      drop.push(`DROP TRIGGER IF EXISTS ${name};`)
      make.push(
        `CREATE TRIGGER ${name} AFTER ${on} ON ${table}${when} BEGIN INSERT INTO shown_versions (key, version) ${keysOf(table, rows.at(-1)!)} ON CONFLICT (key) DO UPDATE SET version = version + 1; END;`,
      )
    }
  for (const { name, on, table, when, key } of goneTriggers()) {
    drop.push(`DROP TRIGGER IF EXISTS ${name};`)
    make.push(
      `CREATE TRIGGER ${name} AFTER ${on} ON ${table}${when ? ` WHEN ${when}` : ''} BEGIN INSERT INTO shown_versions (key, version) ${key} ON CONFLICT (key) DO UPDATE SET version = version + 1; END;`,
    )
  }
  return { make, drop }
}

function goneTriggers() {
  const yearOf = (row: string) => `${row}.government_id || ' gone ' || ${row}.year`
  const left =
    'OLD.listed AND (NOT NEW.listed OR OLD.author_name <> NEW.author_name OR (OLD.author_name IS NOT NULL AND NEW.author_name IS NULL))'
  const ofCases = Object.entries(goneFrom).map(([table, condition]) => ({
    ...{ name: `gone_${table}_delete`, on: 'DELETE', table, when: condition?.('OLD') ?? '' },
    key: `SELECT ${yearOf('p')}, 1 FROM proposals p WHERE p.id = OLD.proposal_id AND p.listed`,
  }))
  return [
    {
      ...{
        name: 'gone_proposals_update',
        on: 'UPDATE OF author_name, hidden_at, listed, published_at, stage',
        table: 'proposals',
        when: left,
      },
      key: `SELECT ${yearOf('OLD')}, 1 WHERE true`,
    },
    ...ofCases,
    {
      ...{ name: 'gone_answers_update', on: 'UPDATE OF published_at', table: 'answers' },
      when: 'OLD.published_at IS NOT NULL AND NEW.published_at IS NULL',
      key: `SELECT ${yearOf('p')}, 1 FROM proposals p WHERE p.id = OLD.proposal_id AND p.listed`,
    },
    {
      ...{ name: 'gone_refusal_reasons_update', on: 'UPDATE OF hides_text', table: 'refusal_reasons' },
      when: 'NEW.hides_text AND NOT OLD.hides_text',
      key: `SELECT NEW.government_id || ' gone', 1 WHERE true`,
    },
  ]
}

/** A query for the key that one row changes. */
function keysOf(table: string, row: string): string {
  if (table === 'proposals') return `SELECT ${row}.government_id, 1 WHERE true`
  const way = ofCase[table as keyof typeof ofCase]
  if (!way) return `SELECT '', 1 WHERE true`
  if (typeof way === 'string')
    return `SELECT p.government_id, 1 FROM proposals p WHERE p.id = ${row}.${way} AND p.stage <> 'draft'`
  const isOut = way.by === 'answers' ? ' AND b.published_at IS NOT NULL' : ''
  return `SELECT p.government_id, 1 FROM ${way.by} b JOIN proposals p ON p.id = b.proposal_id WHERE b.id = ${row}.${way.column}${isOut}`
}

/**
 * At the end of the transaction, so that nobody waits for the counter while holding a case; and once in it, however many rows it
 * changes: a row that one transaction writes again and again is slower each time.
 */
function onPostgres(columns: string[]) {
  const functions = [
    `CREATE FUNCTION shown_changed(a_key text) RETURNS void LANGUAGE sql AS $$ INSERT INTO shown_versions AS v (key, version) VALUES (a_key, 1) ON CONFLICT (key) DO UPDATE SET version = v.version + 1 WHERE v.xmin <> pg_current_xact_id()::xid $$;`,
  ]
  const triggers = seenTables.map((table) => {
    const on = (operations[table] ?? every)
      .map((one) => (one === 'UPDATE' ? updated(table, columns) : one))
      .join(' OR ')
    const condition = conditions[table]
    const asked = (row: string) =>
      condition ? `IF ${condition(row)} THEN ${bump(table, row)} END IF;` : bump(table, row)
    functions.push(
      `CREATE FUNCTION shown_${table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'DELETE' THEN ${asked('NEW')} END IF; IF TG_OP <> 'INSERT' THEN ${asked('OLD')} END IF; RETURN NULL; END $$;`,
    )
    return `CREATE CONSTRAINT TRIGGER shown_${table} AFTER ${on} ON ${table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION shown_${table}();`
  })
  for (const { name, on, table, when, key } of goneTriggers()) {
    const counted = key.replace(/^SELECT (.+), 1( FROM| WHERE)/, 'PERFORM shown_changed($1)$2')
    functions.push(
      `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${counted}; RETURN NULL; END $$;`,
    )
    triggers.push(
      `CREATE CONSTRAINT TRIGGER ${name} AFTER ${on} ON ${table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW${when ? ` WHEN (${when})` : ''} EXECUTE FUNCTION ${name}();`,
    )
  }
  const drop = [
    ...goneTriggers().map(({ name }) => `DROP FUNCTION IF EXISTS ${name}() CASCADE;`),
    ...seenTables.map((table) => `DROP FUNCTION IF EXISTS shown_${table}() CASCADE;`),
    'DROP FUNCTION IF EXISTS shown_changed(text) CASCADE;',
  ]
  return { make: [...functions, ...triggers], drop }
}

const bump = (table: string, row: string) => {
  const keys = keysOf(table, row).replace(/^SELECT (\S+), 1/, 'PERFORM shown_changed($1)')
  return `${keys};`
}

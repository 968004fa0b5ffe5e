// Witnesses and mirrors: others who look at our logs and sign what they saw, and the logs of others that this deployment looks at
// (https://c2sp.org/tlog-witness). And of each log the checkpoint with which each day ended.
import { id, integer, moment, primaryKey, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { atLeast, filled, inOrder, localDate, oneOf, rule, together } from './checks.ts'
import { governments } from './governments.ts'
import { type CosignerKind, cosignerKinds } from './values.ts'

/** Who is asked to witness our logs, and who keeps them whole. One that was ended stays, since what it signed does. */
export const logWitnesses = table(
  'log_witnesses',
  {
    id: id('id').primaryKey(),
    vkey: text('vkey').notNull(), // name, id and public key, as witnesses write them down
    kind: text('kind').$type<CosignerKind>().notNull().default('witness'),
    url: text('url').notNull(), // what add-checkpoint is added to; of a mirror: what ORIGIN-HASH/checkpoint is
    addedAt: moment('added_at').notNull(),
    endedAt: moment('ended_at'),
  },
  (t) => [
    uniqueIndex('log_witnesses_vkey').on(t.vkey),
    oneOf(t.kind, cosignerKinds),
    filled(t.vkey),
    filled(t.url),
    inOrder(t.addedAt, t.endedAt),
  ],
)

/** How far each witness has come with each log: the checkpoint that it signed last, and what went wrong since. */
export const logCosignatures = table(
  'log_cosignatures',
  {
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    witnessId: id('witness_id')
      .notNull()
      .references(() => logWitnesses.id),
    size: integer('size').notNull(), // of the largest tree that it is known to have seen; 0: none yet
    checkpoint: text('checkpoint'), // what it signed, as a note of ours
    line: text('line'), // its signature line
    cosignedAt: moment('cosigned_at'), // as the line says
    failure: text('failure'), // of the last time, where it did not sign
    failedAt: moment('failed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.governmentId, t.witnessId] }),
    atLeast(t.size, 0),
    together(t.checkpoint, t.line, t.cosignedAt),
    together(t.failure, t.failedAt),
  ],
)

/** A log of somebody else that this deployment witnesses. One that was ended keeps its size: nobody gets a second history signed. */
export const witnessedLogs = table(
  'witnessed_logs',
  {
    origin: text('origin').primaryKey(),
    originHash: text('origin_hash').notNull(), // SHA-256, hex: its address here
    vkeys: text('vkeys').notNull(), // keys that may sign its checkpoints, one a line
    size: integer('size').notNull(), // of the last checkpoint that was signed here; 0: none yet
    root: text('root'), // base64
    checkpoint: text('checkpoint'), // the note, with our line
    cosignedAt: moment('cosigned_at'),
    contradiction: text('contradiction'), // a checkpoint of the same size with another root, signed by its keys: proof of two histories
    contradictedAt: moment('contradicted_at'),
    refused: text('refused'), // the last checkpoint that did not go on from what was signed here; null once a later one did
    refusedAt: moment('refused_at'),
    addedAt: moment('added_at').notNull(),
    endedAt: moment('ended_at'),
  },
  (t) => [
    uniqueIndex('witnessed_logs_hash').on(t.originHash),
    filled(t.origin),
    filled(t.vkeys),
    rule('witnessed_logs_origin_hash', 'length(origin_hash) = 64'),
    atLeast(t.size, 0),
    together(t.root, t.checkpoint, t.cosignedAt),
    together(t.contradiction, t.contradictedAt),
    together(t.refused, t.refusedAt),
    inOrder(t.addedAt, t.endedAt),
  ],
)

/** The checkpoint with which a day of a log ended, by the government's clock: kept for ever, so that anybody can compare. */
export const logDays = table(
  'log_days',
  {
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    day: text('day').notNull(),
    size: integer('size').notNull(),
    checkpoint: text('checkpoint').notNull(), // the note, with the lines of witnesses
    keptAt: moment('kept_at').notNull(),
    mailedAt: moment('mailed_at'), // to those who follow the log
  },
  (t) => [primaryKey({ columns: [t.governmentId, t.day] }), localDate(t.day), atLeast(t.size, 1), filled(t.checkpoint)],
)

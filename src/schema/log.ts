// The transparency log of each government: a Merkle tree over the public record (domain/log/), kept as it is served.
import { sql } from 'drizzle-orm'
import { bytes, id, index, integer, moment, primaryKey, table, text, uniqueIndex } from '../platform/db/columns.ts'
import { atLeast, filled, inOrder, oneOf, rule, together } from './checks.ts'
import { governments } from './governments.ts'
import { type LogKeyUse, logKeyUses } from './values.ts'

/** How far the record has been taken into the logs: one row. Whoever takes more in moves it in the same unit. */
export const logProgress = table(
  'log_progress',
  {
    name: text('name').primaryKey(), // 'record'
    number: integer('number').notNull(), // of the record's last entry that was looked at
  },
  (t) => [rule('log_progress_one', "name = 'record'"), atLeast(t.number, 0)],
)

/** Each log as it stands, and its last checkpoint. */
export const logHeads = table(
  'log_heads',
  {
    governmentId: id('government_id')
      .primaryKey()
      .references(() => governments.id),
    origin: text('origin').notNull(), // its name in checkpoints: never changes, whatever the address becomes
    begunAt: moment('begun_at').notNull(),
    size: integer('size').notNull(), // leaves
    signedSize: integer('signed_size'), // of the last checkpoint
    checkpoint: text('checkpoint'), // the signed note
    signedAt: moment('signed_at'),
  },
  (t) => [
    uniqueIndex('log_heads_origin').on(t.origin),
    filled(t.origin),
    together(t.signedSize, t.checkpoint, t.signedAt),
    rule('log_heads_signed', 'signed_size between 1 and size'),
    inOrder(t.begunAt, t.signedAt),
  ],
)

/** Hashes of the tree, 256 in a tile (https://c2sp.org/tlog-tiles). One that is whole never changes (README.md, triggers). */
export const logTiles = table(
  'log_tiles',
  {
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    level: integer('level').notNull(),
    n: integer('n').notNull(),
    width: integer('width').notNull(), // hashes in it
    hashes: bytes('hashes').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.governmentId, t.level, t.n] }),
    rule('log_tiles_place', 'level between 0 and 63 and n >= 0'),
    rule('log_tiles_width', 'width between 1 and 256 and length(hashes) = 32 * width'),
  ],
)

/** The leaves themselves, 256 in a bundle. Nothing of a person. */
export const logBundles = table(
  'log_bundles',
  {
    governmentId: id('government_id')
      .notNull()
      .references(() => governments.id),
    n: integer('n').notNull(),
    width: integer('width').notNull(), // leaves in it
    entries: bytes('entries').notNull(), // each after its length, two bytes
    firstAt: moment('first_at').notNull(), // when its first and last leaf were added: a receipt is looked for there
    lastAt: moment('last_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.governmentId, t.n] }),
    index('log_bundles_last').on(t.governmentId, t.lastAt),
    atLeast(t.n, 0),
    rule('log_bundles_width', 'width between 1 and 256 and length(entries) >= 2 * width'),
    inOrder(t.firstAt, t.lastAt),
  ],
)

/** Keys that sign checkpoints, and those that this deployment signs logs of others with: as their witness, as their mirror. Ended ones stay, so that old ones can be checked. */
export const logKeys = table(
  'log_keys',
  {
    id: id('id').primaryKey(),
    governmentId: id('government_id').references(() => governments.id), // null: the witness's and the mirror's
    use: text('use').$type<LogKeyUse>().notNull(),
    name: text('name').notNull(), // in signature lines
    publicKey: text('public_key').notNull(), // Ed25519, base64
    sealed: text('sealed').notNull(), // the secret half, sealed with SECRET
    madeAt: moment('made_at').notNull(),
    endedAt: moment('ended_at'), // it signs until then; another has been there since before
  },
  (t) => [
    uniqueIndex('log_keys_public').on(t.publicKey),
    index('log_keys_government').on(t.governmentId, t.endedAt),
    uniqueIndex('log_keys_first').on(t.governmentId, t.use).where(sql`ended_at is null`),
    oneOf(t.use, logKeyUses),
    rule('log_keys_use_government', "(use = 'log') = (government_id is not null)"),
    filled(t.name),
    filled(t.sealed),
    rule('log_keys_public_key', 'length(public_key) = 44'),
    inOrder(t.madeAt, t.endedAt),
  ],
)

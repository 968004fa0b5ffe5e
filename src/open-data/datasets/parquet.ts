// Parquet, some thousand rows at a time: a group of rows goes out as soon as it is full, so that memory stays the same whatever the
// length of the table. Only the foot of the file, a few hundred bytes for each group and column, waits for the end.
import type { SchemaElement } from 'hyparquet'
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import type { AnyRow, Columns, Kind, Table, Value } from './table.ts'

/** One group is encoded in one go: 2,000 rows of forty columns hold others up for some 20 ms. */
const rowsInGroup = 2000

const elements: { [kind in Kind]: Omit<SchemaElement, 'name'> } = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT32' },
  boolean: { type: 'BOOLEAN' },
  date: { type: 'INT32', converted_type: 'DATE' },
  moment: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
}

/** The file in pieces. `about`: what stands in its foot, by name. */
export async function* parquetOf(
  table: Table<Columns>,
  batches: AsyncIterable<AnyRow[]>,
  about: { [name: string]: string },
): AsyncGenerator<Buffer> {
  const out = new Pieces()
  const columns = Object.entries(table.columns)
  const writer = new ParquetWriter({
    writer: out,
    schema: [
      { name: table.name, num_children: columns.length },
      ...columns.map(([name, kind]): SchemaElement => ({ name, repetition_type: 'OPTIONAL', ...elements[kind] })),
    ],
    kvMetadata: Object.entries(about).map(([key, value]) => ({ key, value })),
    createdBy: 'fuyi',
  })
  const write = async (rows: AnyRow[]) => {
    await writer.write({
      columnData: columns.map(([name, kind]) => ({
        name,
        data: rows.map((row) => encoded(kind, row[name] ?? null)),
        offsetIndex: false,
      })),
      rowGroupSize: rowsInGroup,
    })
    return out.take()
  }
  let waiting: AnyRow[] = []
  for await (const rows of batches) {
    waiting.push(...rows)
    if (waiting.length < rowsInGroup) continue
    yield await write(waiting)
    waiting = []
  }
  if (waiting.length) yield await write(waiting)
  await writer.finish()
  yield out.take()
}

/** A day and a moment are numbers there; the offset is not kept, the moment is. */
const encoded = (kind: Kind, value: Value) =>
  (kind === 'date' || kind === 'moment') && typeof value === 'string' ? new Date(value) : value

class Pieces extends ByteWriter {
  /** What was written since the last time. Offsets go on counting. */
  take(): Buffer {
    const piece = Buffer.from(this.getBytes())
    this.index = 0
    return piece
  }
}

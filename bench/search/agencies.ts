// Whether the agency that had a case is among those suggested for it, over real cases of JOIN, which are not part of Fuyi and are
// read from the file that is named. Each case is asked about as if it were new: it is no example of itself. See README.md.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm'
import { addGovernment } from '../../src/domain/governments/commands.ts'
import { findGovernment } from '../../src/domain/governments/store.ts'
import { suggestAgencies } from '../../src/domain/search/suggest-agencies.ts'
import { importJoin } from '../../src/import/join/import-join.ts'
import { connect } from '../../src/platform/db/connect.ts'
import { migrate } from '../../src/platform/db/tools/migrate.ts'
import { write } from '../../src/platform/db/write.ts'
import { agencies } from '../../src/schema/agencies.ts'
import { assignments } from '../../src/schema/assignments.ts'
import { proposals } from '../../src/schema/proposals.ts'

const [file] = process.argv.slice(2)
if (!file || !existsSync(file)) {
  console.error('Name the file of the cases: npm run bench:agencies -- …/join/proposals.jsonl')
  process.exit(2)
}
const folder = mkdtempSync(join(tmpdir(), 'fuyi-agencies-'))
const at = new Date()
try {
  const db = await connect(`file:${folder}/agencies.db`)
  await migrate(db)
  const place = { name: { 'zh-Hant': 'JOIN', en: 'JOIN' }, languages: ['zh-Hant'], timeZone: 'Asia/Taipei' }
  await write(db, (tx) => addGovernment(tx, { slug: 'join', ...place, country: 'TW' }, at))
  const government = (await findGovernment(db.reads, 'join'))!
  await importJoin(db, government, { file }, at)
  const rows = await db.reads
    .select({ proposal: proposals, code: agencies.code, coordinating: agencies.coordinating })
    .from(proposals)
    .innerJoin(
      assignments,
      and(eq(assignments.proposalId, proposals.id), eq(assignments.role, 'lead'), isNull(assignments.endedAt)),
    )
    .innerJoin(agencies, eq(agencies.id, assignments.agencyId))
    .where(isNotNull(proposals.number))
    .orderBy(asc(proposals.number))
  const known = rows.filter(({ coordinating }) => !coordinating) // who leads where the source names nobody
  const often = new Map<string, number>()
  for (const { code } of known) often.set(code, (often.get(code) ?? 0) + 1)
  const usual = [...often].sort((a, b) => b[1] - a[1]).map(([code]) => code)
  const parts = { tuned: { first: 0, three: 0, n: 0 }, heldOut: { first: 0, three: 0, n: 0 } }
  const plain = { first: 0, three: 0 }
  const times: number[] = []
  for (const [i, { proposal, code }] of known.entries()) {
    const part = i % 3 === 0 ? parts.heldOut : parts.tuned
    const begun = performance.now()
    const codes = (await suggestAgencies(db.reads, government.id, proposal, at, government.timeZone)).map(
      (one) => one.code,
    )
    times.push(performance.now() - begun)
    part.n++
    if (codes[0] === code) part.first++
    if (codes.includes(code)) part.three++
    if (usual[0] === code) plain.first++
    if (usual.slice(0, 3).includes(code)) plain.three++
  }
  const share = (n: number, of: number) => (n / of).toFixed(2)
  console.log(`${known.length} cases, ${often.size} agencies`)
  for (const [name, { first, three, n }] of Object.entries(parts))
    console.log(`${name.padEnd(12)} first ${share(first, n)}  among three ${share(three, n)}  (${n})`)
  console.log(
    `${'the usual'.padEnd(12)} first ${share(plain.first, known.length)}  among three ${share(plain.three, known.length)}`,
  )
  times.sort((a, b) => a - b)
  console.log(
    `p50 ${times[times.length >> 1]!.toFixed(1)} ms, p99 ${times[Math.floor(times.length * 0.99)]!.toFixed(1)} ms`,
  )
  await db.close()
} finally {
  rmSync(folder, { recursive: true })
}

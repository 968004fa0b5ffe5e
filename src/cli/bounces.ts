// fuyi bounce: delivery reports, from the mail server by a pipe, or out of a Maildir.
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError, readSecret } from '../config.ts'
import { type Taken, takeReport } from '../domain/notifications/bounces.ts'
import type { Database } from '../platform/db/database.ts'
import { longestReport, readReport } from '../platform/mail/delivery-report.ts'
import { withDatabase } from './open.ts'

type Outcome = Taken | 'no_report'

const said: { [outcome in Outcome]: string } = {
  marked: 'marked as returned',
  for_now: 'only late so far; the mail server goes on trying',
  unknown: 'of no mail of ours, or of one that is no longer kept',
  no_report: 'no delivery report',
}

/** One message on the standard input, or every one of a Maildir's `new`, which move to `cur`. Nothing is ever answered. */
export async function takeBounces(maildir: string | undefined, { to }: { to?: string }): Promise<void> {
  const secret = readSecret()
  if (maildir === undefined) {
    const raw = await readAll(process.stdin)
    // sysexits.h: a mail server that hands a report over tries again later where this is the answer
    const tryAgain = 75
    await withDatabase(async (db) => console.log(said[await take(db, secret, raw, to ?? null)])).catch(
      (error: Error) => {
        console.error(error.message)
        process.exitCode = tryAgain
      },
    )
    return
  }
  const [fresh, read] = [join(maildir, 'new'), join(maildir, 'cur')]
  if (!statSync(fresh, { throwIfNoEntry: false })?.isDirectory())
    throw new ConfigError(`${maildir} is no Maildir: it has no folder "new".`)
  mkdirSync(read, { recursive: true })
  await withDatabase(async (db) => {
    const counts = new Map<Outcome, number>()
    for (const name of readdirSync(fresh).sort()) {
      const path = join(fresh, name)
      const outcome: Outcome =
        statSync(path).size > longestReport ? 'no_report' : await take(db, secret, readFileSync(path), null)
      renameSync(path, join(read, `${name}:2,S`))
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
    }
    if (!counts.size) console.log('nothing new')
    for (const [outcome, n] of counts) console.log(`${n} ${said[outcome]}`)
  })
}

async function take(db: Database, secret: string, raw: Buffer, to: string | null): Promise<Outcome> {
  const report = await readReport(raw)
  return report ? takeReport(db, secret, report, new Date(), to) : 'no_report'
}

/** The beginning of what is longer than any report: its rest is read and forgotten, so that the mail server need not wait. */
async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of stream) {
    if (bytes < longestReport) pieces.push(piece)
    bytes += piece.length
  }
  return Buffer.concat(pieces)
}

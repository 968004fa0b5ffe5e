// A process of its own, started by write.test.ts with URL, NAME and TIMES. Counts one row up again and again, and signs
// for people whom the other process signs for as well. Prints how many it signed for, and its longest stall in ms.
import { sql } from 'drizzle-orm'
import { connect } from '../../../src/platform/db/connect.ts'
import { deploymentStatus } from '../../../src/platform/db/deployment-tables.ts'
import { write } from '../../../src/platform/db/write.ts'
import { rateLimitCounters } from '../../../src/schema/sign-in.ts'

const [url, name, times] = process.argv.slice(2)
const db = await connect(url!, { busyFor: 20_000 })

async function sign(person: string): Promise<boolean> {
  return write(db, async (tx) => {
    const added = await tx
      .insert(deploymentStatus)
      .values({ key: person, value: name! })
      .onConflictDoNothing()
      .returning()
    if (!added.length) return false
    await tx
      .insert(rateLimitCounters)
      .values({ key: 'all', count: 1, expiresAt: new Date() })
      .onConflictDoUpdate({ target: rateLimitCounters.key, set: { count: sql`${rateLimitCounters.count} + 1` } })
    return true
  })
}

let longestStall = 0
let last = performance.now()
const watch = setInterval(() => {
  longestStall = Math.max(longestStall, performance.now() - last - 5)
  last = performance.now()
}, 5)

let signed = 0
for (let i = 0; i < Number(times); i += 10) {
  const mine = Array.from({ length: 10 }, (_, n) => sign(`${name}-${i + n}`))
  const shared = Array.from({ length: 10 }, (_, n) => sign(`both-${i + n}`))
  for (const done of await Promise.all([...mine, ...shared])) if (done) signed++
}
clearInterval(watch)
await db.close()
console.log(JSON.stringify({ signed, longestStall }))

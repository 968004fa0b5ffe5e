// `npm run bench:integrity`: how many false and how many honest co-signatures the usual rules hold, for each invented crowd.
//
//   --only WORD    crowds whose name holds the word
//   --seed N       another crowd of each kind (7)
import { rmSync } from 'node:fs'
import { connect } from '../src/platform/db/connect.ts'
import { migrate } from '../src/platform/db/tools/migrate.ts'
import { crowds, seeded } from './crowds.ts'
import { numberOf, optionsOf } from './options.ts'
import { simulate } from './simulate.ts'

const options = optionsOf({ only: { type: 'string' }, seed: { type: 'string', default: '7' } })
const seed = numberOf('seed', options.seed)
const path = `var/bench/integrity-${process.pid}.db`
const drop = () => {
  for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true })
}
process.on('exit', drop)

const share = (some: number, all: number) =>
  all ? `${((100 * some) / all).toFixed(1)} % of ${all.toLocaleString('en')}` : ''
console.log('| crowd | false ones held | honest ones held | most counted at once |')
console.log('|---|--:|--:|--:|')
let missed = 0
for (const { name, aim, make } of crowds) {
  if (options.only && !name.includes(options.only)) continue
  drop()
  const db = await connect(`file:${path}`)
  await migrate(db)
  const found = await simulate(db, make(seeded(seed)))
  await db.close()
  const isMissed =
    (aim === 'held' && found.fakeHeld < 0.95 * found.fake) ||
    (aim !== 'unseen' && found.honestHeld > 0.01 * found.honest)
  if (isMissed) missed += 1
  console.log(
    `| ${name}${isMissed ? ' (aim missed)' : ''} | ${share(found.fakeHeld, found.fake)} | ${share(found.honestHeld, found.honest)} | ${found.mostCounted.toLocaleString('en')} |`,
  )
}
if (missed) process.exitCode = 1

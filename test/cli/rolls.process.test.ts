// A roll is made where the register is, and imported where the platform is: nothing of the register is in the file.
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { identityKey } from '../../src/domain/verification/identity-key.ts'
import { rollEntries, rolls } from '../../src/schema/verifications.ts'
import { makeCity } from '../support/city.ts'
import { run, servingOn } from '../support/command.ts'
import { connectForTest, manyConnections, testUrl } from '../support/database.ts'

test.runIf(manyConnections)('a CSV becomes a file of digests, and the file the roll of a government', async () => {
  const url = await testUrl()
  const db = await connectForTest(url, { busyFor: 20_000 })
  await makeCity(db, new Date(), {})
  const settings = servingOn(url)
  const folder = mkdtempSync(join(tmpdir(), 'roll-'))
  const [csv, out] = [join(folder, 'residents.csv'), join(folder, 'roll.txt')]
  const lines = [
    'No,Born,身分證字號',
    '1,1990/1/31,A223456781',
    '2,074.12.01,B123456780',
    '3,1990-01-31,a223456781',
    '4,,C1',
  ]
  writeFileSync(csv, `${lines.join('\n')}\n`)
  const make = ['roll', 'make', csv, '--government', 'haicheng', '--name', '2026 roll', '--out', out, '--fields']
  const made = await run([...make, 'birth_date=Born,id_number=身分證字號'], { SECRET: settings.SECRET })
  expect([made.code, made.out, made.err]).toEqual([
    3,
    expect.stringContaining('2 entries of 4 lines'),
    expect.stringContaining('1 line was left out'),
  ])
  const file = readFileSync(out, 'utf8')
  expect(file).not.toMatch(/223456781|1990[-/.]|1985[-/.]|074[-/.]/)
  expect(statSync(out).mode & 0o077, 'for its owner alone').toBe(0)
  expect((await run([...make, 'shoe_size'], { SECRET: settings.SECRET })).code).toBe(2)
  expect((await run([...make, 'id_number'], {})).code, 'without SECRET').toBe(2)

  const imported = await run(['roll', 'import', out], settings)
  expect([imported.code, imported.out]).toEqual([0, expect.stringContaining('2 entries of “2026 roll”')])
  expect(await db.reads.select().from(rolls)).toMatchObject([{ fields: ['id_number', 'birth_date'], entries: 2 }])
  const mei = { id_number: 'A223456781', birth_date: '1990-01-31' }
  const digests = (await db.reads.select().from(rollEntries)).map(({ digest }) => digest)
  expect(digests).toContain(identityKey(settings.SECRET!, 'haicheng', ['id_number', 'birth_date'], mei))
  expect(digests).not.toContain(identityKey('another secret, of 32 characters or more', 'haicheng', ['id_number'], mei))
  writeFileSync(out, 'nonsense\n')
  expect((await run(['roll', 'import', out], settings)).code).toBe(2)
  expect((await run(['roll', 'import', csv], settings)).code).toBe(2)
})

// The programs that the page about the data interface shows run as they stand: copied from the page, against a city that listens.
import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { load } from 'cheerio'
import { expect, onTestFinished, test } from 'vitest'
import { answeredOn, givenCase } from '../support/cases.ts'
import { testWorld } from '../support/world.ts'

const run = promisify(execFile)
const bin = (name: string) => fileURLToPath(new URL(`../../node_modules/.bin/${name}`, import.meta.url))
const isHere = (program: string) => spawnSync(program, ['--version']).status === 0

/** A city in which two agencies answered late, and the programs of its page by their language. */
async function programs() {
  const world = await testWorld({ config: { origin: null } })
  for (const [i, lead] of [world.agencies.environment, world.agencies.environment, world.agencies.transport].entries())
    await givenCase(world, { number: `2025-000${i + 1}`, title: `路燈 ${i}`, lead, ...answeredOn('2026-04-20') })
  await givenCase(world, { number: '2025-0009', title: '公園', ...answeredOn('2026-03-30') })
  const origin = await world.app.listen({ port: 0, host: '127.0.0.1' })
  const $ = load(await (await fetch(`${origin}/haicheng/data/api`)).text())
  const folder = mkdtempSync(join(tmpdir(), 'fuyi-examples-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const save = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const textOf = (name: string) => $(`#example-${name}`).next().find('code').text()
  return { origin, folder, save, textOf }
}

const answer = ['epb 2', 'transport 1']
const linesOf = ({ stdout }: { stdout: string }) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => line.trim())

test.skipIf(!isHere('curl'))('curl', async () => {
  const { save, textOf } = await programs()
  expect(linesOf(await run('sh', [save('late.sh', textOf('curl'))]))).toEqual(answer)
})

test.skipIf(!isHere('python3'))('Python', async () => {
  const { save, textOf } = await programs()
  expect(linesOf(await run('python3', [save('late.py', textOf('Python'))]))).toEqual(answer)
})

test.skipIf(!isHere('Rscript'))('R, where it is installed', async () => {
  const { save, textOf } = await programs()
  expect(linesOf(await run('Rscript', [save('late.R', textOf('R'))]))).toEqual(answer)
})

test('TypeScript, with the types that are handed out', async () => {
  const { origin, folder, save, textOf } = await programs()
  save('fuyi.d.ts', await (await fetch(`${origin}/api/types.d.ts`)).text())
  save('package.json', '{ "type": "module" }')
  const program = save('late.ts', textOf('TypeScript'))
  const strict = [
    '--noEmit',
    '--strict',
    '--target',
    'es2024',
    '--lib',
    'es2024,dom',
    '--types',
    '',
    '--module',
    'nodenext',
  ]
  await run(bin('tsc'), [...strict, '--allowImportingTsExtensions', program], { cwd: folder })
  expect(linesOf(await run(bin('tsx'), [program], { cwd: folder }))).toEqual(answer)
})

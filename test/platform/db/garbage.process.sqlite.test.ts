// The driver is compiled here, against the headers of this Node: some of them make it end the process (src/object-wrap.h).
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

test('queries that are prepared and forgotten are collected, and the process goes on', () => {
  const script = `
    const database = new (require('better-sqlite3'))(':memory:')
    for (let i = 0; i < 3000; i++) database.prepare('select 1').get()
    const collect = async () => {
      for (let i = 0; i < 300; i++) {
        new ArrayBuffer(1e6)
        Array.from({ length: 10_000 }, (_, n) => ({ n }))
        await new Promise((resolve) => setImmediate(resolve))
      }
      console.log('still here')
    }
    collect()`
  const cwd = fileURLToPath(new URL('../../../', import.meta.url))
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { cwd, encoding: 'utf8' })
  expect({ stdout, stderr }).toEqual({ stdout: 'still here\n', stderr: '' })
})

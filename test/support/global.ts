// Runs once before and after the tests of an engine: a folder for what they write, and the end of what they left.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    folder: string
  }
}

export default function setup(project: TestProject) {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'fuyi-test-')) // memory, where there is some
  project.provide('folder', folder)
  return async () => {
    rmSync(folder, { recursive: true, force: true })
    if (project.name === 'postgres' && process.env.TEST_DATABASE_URL) await dropDatabases(process.env.TEST_DATABASE_URL)
  }
}

/** Each worker made its own fuyi_test_N. */
async function dropDatabases(server: string) {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    `select datname as name from pg_database where datname ~ '^fuyi_test_[0-9]+$'`,
  )
  for (const { name } of rows) await client.query(`drop database if exists ${name} with (force)`)
  await client.end()
}

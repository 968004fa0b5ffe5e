// Drops what the workers made on the server named by TEST_DATABASE_URL.
import pg from 'pg'

export async function teardown() {
  const server = process.env.TEST_DATABASE_URL
  if (!server) return
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  const { rows } = await client.query("SELECT datname FROM pg_database WHERE datname LIKE 'fuyi_test_%'")
  for (const { datname } of rows) await client.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`)
  await client.end()
}

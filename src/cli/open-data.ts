// fuyi open-data check: what data.gov.tw would find wrong with our exports, before it does.
import { buildApp } from '../app.ts'
import { ConfigError, readConfig } from '../config.ts'
import { listGovernments } from '../domain/governments/store.ts'
import { checkOpenData } from '../open-data/catalogue/check-open-data.ts'
import { openUpToDate } from './open.ts'

type Options = { government?: string }

/** Exit code 1 where a check fails. Asks the application itself, without a network. */
export async function openDataCheck({ government: slug }: Options): Promise<void> {
  const config = { ...readConfig(), logLevel: 'silent' }
  const db = await openUpToDate(config.databaseUrl, config.replicaUrl, true)
  const app = await buildApp({ db, config, now: () => new Date() })
  try {
    const all = (await listGovernments(db.reads)).map((government) => government.slug)
    if (slug !== undefined && !all.includes(slug)) throw new ConfigError(`There is no government at /${slug}.`)
    const { origin } = config
    const ask = async (path: string) => {
      const reply = await app.inject({
        method: 'GET',
        url: path,
        headers: { host: new URL(origin ?? 'http://localhost').host },
      })
      return { status: reply.statusCode, headers: reply.headers, bytes: reply.rawPayload }
    }
    let failed = 0
    let passed = 0
    for (const one of slug === undefined ? all : [slug])
      for (const { file, check, what } of await checkOpenData(ask, one, () => new Date())) {
        if (what) console.error(`${file}: ${check}: ${what}`)
        if (what) failed++
        else passed++
      }
    console.log(`${passed} of ${passed + failed} checks passed.`)
    if (failed) process.exitCode = 1
  } finally {
    await app.close()
  }
}

// Dumps as files, handed out as they lie there. A name never means other bytes; but what stopped being public is not handed out,
// so caches ask each time whether they may.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { listGovernments } from '../../domain/governments/store.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { noQuery } from '../../platform/http/query-schemas.ts'
import { readDumpName } from './dump.ts'
import { listWith } from './dump-folder.ts'
import { indexName, sumsName, withdrawnFiles } from './dump-index.ts'

const fileParams = z.looseObject({ file: z.string() })
const mediaTypes: { [ending: string]: string } = {
  json: 'application/json; charset=utf-8',
  'ndjson.gz': 'application/gzip',
  'csv.gz': 'application/gzip',
  parquet: 'application/vnd.apache.parquet',
}

export const dumpRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, config }) => {
  const folder = config.dumps?.folder ?? null

  for (const [name, type] of [
    [indexName, mediaTypes.json!],
    [sumsName, 'text/plain; charset=utf-8'],
  ] as const)
    app.get(`/dumps/${name}`, { schema: { querystring: noQuery } }, async (_request, reply) =>
      handOut(reply, name, type),
    )

  app.get('/dumps/:file', { schema: { params: fileParams, querystring: noQuery } }, async (request, reply) => {
    const { file } = request.params
    const read = readDumpName(file)
    if (!read) throw httpError(404, 'data.error.no_dump')
    if (folder !== null && !isList(read.of) && (await isWithdrawn(db.reads, folder, file)))
      throw httpError(410, 'data.error.dump_withdrawn')
    return handOut(reply, file, mediaTypes[read.ending]!)
  })

  function handOut(reply: FastifyReply, name: string, type: string) {
    if (folder === null || !existsSync(join(folder, name))) throw httpError(404, 'data.error.no_dump')
    reply.header('cache-control', 'public, no-cache')
    return reply.type(type).sendFile(name, folder, { cacheControl: false, serveDotFiles: false })
  }
}

const isList = (of: string) => of.endsWith('-dump') || of === 'all-dumps'

/** Whether a file that some dump names holds what is no longer public. Throws 404 for one that none names. */
async function isWithdrawn(db: Db, folder: string, name: string): Promise<boolean> {
  const found = listWith(folder, name)
  if (!found) throw httpError(404, 'data.error.no_dump')
  const government = (await listGovernments(db)).find(({ slug }) => slug === found.dump.government.code)
  if (!government) throw httpError(404, 'data.error.no_dump')
  const file = found.dump.files.find((one) => one.name === name)!
  return (await withdrawnFiles(db, government.id, [file])).length > 0
}

// What is attached to answers, at addresses that never move: each names its content. Of a draft only those get it who may read the draft.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { z } from 'zod'
import { fileName, isPicture, namedIn } from '../../domain/answers/attachment.ts'
import { seatMay } from '../../domain/governments/government.ts'
import { isThere } from '../../domain/proposals/proposal.ts'
import { contentOf, fileOfCase } from '../../domain/proposals/public-attachments.ts'
import { findProposal } from '../../domain/proposals/store.ts'
import { asDownload } from '../../lib/download-name.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { httpError } from '../../platform/http/http-error.ts'
import { leads } from '../shared/agency-guards.ts'

const fileParams = z.looseObject({ number: z.string(), file: z.string() })

/** What is in a file can do nothing here, whatever a browser takes it for. */
const boxed = "default-src 'none'; sandbox"
/** The content is never another, so a browser need not ask; but a case may be hidden, and a cache between would go on giving it. */
const forEverybody = 'public, max-age=3600, s-maxage=60, immutable'
const forStaff = 'private, no-store'

export const fileRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/proposals/:number/attachments/:file', { schema: { params: fileParams } }, async (request, reply) => {
    const { government, params, seats } = request
    const named = namedIn(params.file)
    const proposal = named && (await findProposal(db.reads, government.id, params.number))
    const file = proposal && (await fileOfCase(db.reads, proposal.id, named.fileHash))
    if (!file || fileName(file) !== params.file) return reply.callNotFound()
    const open = file.isPublished && isThere(proposal)
    const mayRead = async () => leads(db.reads, request, proposal, now())
    if (!open && !(await mayRead())) return reply.callNotFound()
    if (open && proposal.hiddenAt && !seatMay.check(seats) && !(await mayRead()))
      throw httpError(410, 'case.attachment.hidden')

    const tag = `"${file.fileHash}"`
    reply.headers({
      'content-security-policy': boxed,
      'cache-control': open && !proposal.hiddenAt ? forEverybody : forStaff,
      etag: tag,
    })
    if (request.headers['if-none-match']?.includes(tag)) return reply.code(304).send()
    const content = await contentOf(db.reads, file.fileHash)
    if (!content) return reply.callNotFound()
    return reply
      .headers({
        'content-type': file.type,
        'content-length': content.length,
        // a viewer for documents is a program, and none runs in the box
        'content-disposition': asDownload(
          `${file.title}.${params.file.split('.')[1]}`,
          isPicture(file.type) ? 'inline' : 'attachment',
        ),
      })
      .send(content)
  })
}

// Unsubscribing with one click, and in the demonstration the mail that would have been sent.

import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import { desc, eq } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import { leave } from '../../domain/notifications/leave.ts'
import { type Left, whatIsLeft } from '../../domain/notifications/left.ts'
import { mailsOf } from '../../domain/notifications/load-mail-data.ts'
import type { Mail } from '../../domain/notifications/mail.ts'
import { readLeavingToken } from '../../domain/notifications/sealed-links.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { wordIn } from '../../platform/http/query.ts'
import { originOf } from '../../platform/http/security.ts'
import { render } from '../../platform/web/view.ts'
import { outbox } from '../../schema/notifications.ts'
import { idParams, tokenParams } from '../shared/params.ts'

export type UnsubscribePage = { done: boolean; left: Left }
/** `waits`: until when what it tells of can be taken back; null where it has gone out. */
export type DemoMailsPage = {
  mails: { id: string; at: Date; waits: Date | null; to: string; language: string; subject: string }[]
}
/** `lines`: of the text version. `headers`: beside those that every mail has. `htmlPath`: where the HTML version is shown by itself. */
export type DemoMailPage = {
  mail: Mail
  lines: { words: string; isAddress: boolean }[]
  headers: [string, string][]
  htmlPath: string
  language: string
  at: Date
  waits: Date | null
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'mail/unsubscribe': UnsubscribePage
    'mail/demo-mails': DemoMailsPage
    'mail/demo-mail': DemoMailPage
  }
}

export const unsubscribeRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  const { db, now, config } = deps
  // RFC 8058 lets mail programs post multipart/form-data; nothing in the body is needed
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 10_000 }, async () => ({}))

  app.get('/unsubscribe/:token', { schema: { params: tokenParams } }, async (request, reply) => {
    const { token } = request.params
    const named = readLeavingToken(config.secret, token)
    const left = named && (await whatIsLeft(db.reads, named))
    if (!left) return reply.callNotFound()
    const done = request.done !== null
    reply.header('cache-control', 'no-store')
    return render(request, reply, 'mail/unsubscribe', {
      title: request.t(done ? 'mail.leave.done_title' : 'mail.leave.title'),
      done,
      left,
    })
  })

  app.post('/unsubscribe/:token', { schema: { params: tokenParams } }, async (request, reply) => {
    const { token } = request.params
    const named = readLeavingToken(config.secret, token)
    if (!named) return reply.callNotFound()
    await leave(deps, named, now())
    const press = wordIn(request.body, 'press')
    if (press) return reply.redirect(`/unsubscribe/${token}?done`, 303)
    return reply.code(200).type('text/plain; charset=utf-8').send(request.t('mail.leave.done_title')) // RFC 8058: no redirect
  })
}

/** Registered in the demonstration only: here everybody's mail can be read. */
export const demoMailRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, config, now }) => {
  const waits = (row: typeof outbox.$inferSelect) => (row.nextTryAt && row.nextTryAt > now() ? row.nextTryAt : null)
  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })

  app.get('/demo/mail', async (request, reply) => {
    const rows = await db.reads.select().from(outbox).orderBy(desc(outbox.createdAt), desc(outbox.id)).limit(100)
    const mails = await mailsOf(db.reads, rows, config, originOf(request, config.origin))
    return render(request, reply, 'mail/demo-mails', {
      title: request.t('mail.demo.title'),
      mails: rows.map((row) => ({
        id: row.id,
        ...{ at: row.createdAt, waits: waits(row) },
        to: row.address,
        language: row.language,
        subject: mails.get(row.id)?.subject ?? row.kind,
      })),
    })
  })

  async function mailOf(request: FastifyRequest, id: string) {
    const [row] = await db.reads.select().from(outbox).where(eq(outbox.id, id))
    const mails = row && (await mailsOf(db.reads, [row], config, originOf(request, config.origin)))
    const mail = mails?.get(id)
    return row && mail ? { row, mail } : null
  }

  app.get('/demo/mail/:id', { schema: { params: idParams } }, async (request, reply) => {
    const found = await mailOf(request, request.params.id)
    if (!found) return reply.callNotFound()
    const { row, mail } = found
    reply.header('content-security-policy', `${String(reply.getHeader('content-security-policy'))};frame-src 'self'`)
    return render(request, reply, 'mail/demo-mail', {
      title: mail.subject,
      mail,
      lines: mail.text.split('\n').map((words) => ({ words, isAddress: /^https?:\S+$/.test(words) })),
      headers: [['Message-ID', mail.messageId], ...Object.entries(mail.headers)],
      htmlPath: `/demo/mail/${row.id}/html`,
      language: row.language,
      ...{ at: row.createdAt, waits: waits(row) },
    })
  })

  // As a mail program shows it: by itself, its styles on its elements, no script, and its links lead out of the frame.
  app.get('/demo/mail/:id/html', { schema: { params: idParams } }, async (request, reply) => {
    const found = await mailOf(request, request.params.id)
    if (!found) return reply.callNotFound()
    reply.header(
      'content-security-policy',
      "default-src 'none';style-src 'unsafe-inline';frame-ancestors 'self';sandbox allow-top-navigation-by-user-activation",
    )
    return reply.type('text/html; charset=utf-8').send(found.mail.html.replace('<head>', '<head><base target="_top">'))
  })
}

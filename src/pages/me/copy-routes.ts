// Taking all of one's data along, signed; and bringing such a copy in, after saying what would come.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { accountsBeside } from '../../domain/people/mailboxes.ts'
import { copyKey, isUnchanged, signedFile } from '../../domain/people/sign-copy.ts'
import { copyOfPerson } from '../../domain/retention/copy.ts'
import { copyJsonSchema } from '../../domain/retention/copy-schema.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { wordIn } from '../../platform/http/query.ts'
import { originOf } from '../../platform/http/security.ts'
import { longFormLimit } from '../../platform/http/server-limits.ts'
import { blankForm, type FormState } from '../../platform/web/forms.ts'
import { uploads } from '../../platform/web/upload.ts'
import { render, type SignedIn } from '../../platform/web/view.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { visitedGovernment } from '../shared/visited-government.ts'
import { bringer, type Plan } from './bring-in.ts'
import { copyForm, portableForm } from './copy-form.ts'
import { dataPage } from './data-page.ts'
import { mailReceipt, receiptPath, toReceipt } from './give-receipt.ts'

/** bytes */
const largestCopy = 5_000_000

/** `plan`: what would come in; null before a file was handed in. `from`: where it says it comes from, and by which key. */
export type BringPage = SignedIn & {
  form: FormState
  plan: Plan | null
  from: { origin: string; at: Date; key: string; own: boolean } | null
  /** the part that comes in, for the second press */
  portable: string
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'me/bring': BringPage
  }
}

export const copyRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  app.addHook('preHandler', visitedGovernment(deps))
  await app.register(uploads, { most: largestCopy, from: (request) => request.person !== null })
  const { db, now, config } = deps
  const showData = dataPage(deps)
  const { planOf, bringIn } = bringer(deps)
  const own = (request: FastifyRequest) => accountsBeside(db.reads, requirePerson(request))

  app.get('/me/data/copy.html', async (request, reply) => {
    requirePerson(request)
    reply.header('cache-control', 'no-store')
    return showData(request, reply, null, true)
  })

  app.get('/me/data/copy.json', async (request, reply) => {
    const accounts = await own(request)
    const at = now()
    const copy = await copyOfPerson(db.reads, accounts, originOf(request, config.origin), at)
    reply.headers({
      'cache-control': 'no-store',
      'content-disposition': `attachment; filename="fuyi-my-data-${at.toISOString().slice(0, 10)}.json"`,
    })
    return reply.type('application/json; charset=utf-8').send(signedFile(config.secret, copy))
  })

  /** The key that copies of this deployment are signed with. Open to everybody. */
  app.get('/me/data/key.json', async (_request, reply) =>
    reply
      .type('application/json; charset=utf-8')
      .send(JSON.stringify({ algorithm: 'Ed25519', key: copyKey(config.secret) })),
  )

  /** How the file is to be read. Open to everybody. */
  app.get('/me/data/schema.json', async (_request, reply) =>
    reply.type('application/schema+json; charset=utf-8').send(JSON.stringify(copyJsonSchema(), null, 1)),
  )

  app.get('/me/data/bring', async (request, reply) => show(request, reply, {}))

  app.post('/me/data/bring', { bodyLimit: longFormLimit + largestCopy }, async (request, reply) => {
    const person = requirePerson(request)
    const accounts = await own(request)
    const again = wordIn(request.body, 'portable')
    if (again !== undefined) {
      const read = portableForm.safeParse(jsonIn(again))
      if (!read.success) return show(request, reply.code(422), { error: 'own.bring.error.unreadable' })
      const at = now()
      const counts = await bringIn(person, await planOf(accounts, read.data, request), read.data, at)
      const receipt = { act: 'brought', at: at.toISOString(), counts } as const
      const path = receiptPath(config.secret, receipt)
      await write(db, (tx) => mailReceipt(tx, request, receipt, path, at))
      return toReceipt(reply, path)
    }
    const handed = request.handedIn
    if (!handed) return show(request, reply.code(422), { error: 'own.bring.error.none' })
    if (handed.tooLarge) return show(request, reply.code(422), { error: 'own.bring.error.large' })
    const copy = copyForm.safeParse(jsonIn(handed.bytes.toString('utf8')))
    const read = copy.success ? portableForm.safeParse(copy.data.payload.portable) : null
    if (!copy.success || !read?.success) return show(request, reply.code(422), { error: 'own.bring.error.unreadable' })
    if (!isUnchanged(copy.data)) return show(request, reply.code(422), { error: 'own.bring.error.changed' })
    const { payload, signature } = copy.data
    return show(request, reply, {
      plan: await planOf(accounts, read.data, request),
      from: {
        ...{ origin: payload.origin, at: new Date(payload.issued_at), key: signature.key },
        own: signature.key === copyKey(config.secret),
      },
      portable: JSON.stringify(payload.portable),
    })
  })

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    { plan = null, from = null, portable = '', error }: Partial<BringPage> & { error?: string },
  ) {
    requirePerson(request)
    const form = error ? { values: {}, errors: { copy: { key: error } } } : blankForm()
    return render(request, reply, 'me/bring', {
      ...{ title: request.t('own.bring.title'), nav: 'me', form, plan, from, portable },
    })
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

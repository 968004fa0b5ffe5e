// Signing in by a one-time code in e-mail: six digits, ten minutes, five tries, for the browser that asked.
import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Db } from '../db/connect.ts'
import { write } from '../db/write.ts'
import { normaliseEmail } from '../lib/email.ts'
import { newId, newToken, sha256 } from '../lib/id.ts'
import type { Deps } from '../web/deps.ts'
import { blankForm, type FormState, readForm } from '../web/forms.ts'
import { ownPath } from '../web/paths.ts'
import { render } from '../web/view.ts'
import { endOne, endSession, startSession } from './sessions.ts'
import { addCode, type CodeRow, countAttempt, countWrongTry, findOrCreatePerson, liveCodes, useCode } from './store.ts'
import type { SignInAct } from './tables.ts'

const codeLasts = 10 * 60_000
const mailsPerAddressAndHour = 6
const triesPerAddressAndHour = 20

const emailForm = z.object({
  email: z
    .string('people.error.email')
    .transform(
      (typed, context) =>
        normaliseEmail(typed) ?? context.addIssue({ code: 'custom', message: 'people.error.email' }) ?? z.NEVER,
    ),
  next: z.string().optional(),
  act: z.string().optional(),
})
const codeForm = z.object({
  email: z.string('people.error.email').transform((typed) => normaliseEmail(typed) ?? ''),
  code: z
    .string('people.error.code')
    .transform((typed) => typed.normalize('NFKC').replace(/\D/g, ''))
    .pipe(z.string().length(6, 'people.error.code')),
})

/** Completes what the person came for; where it leads. Given by app.ts, since it belongs to higher features. */
export type CompleteAct = (request: FastifyRequest, personId: string, act: SignInAct) => Promise<string | null>

/** Puts the code's mail into the outbox, in the unit that keeps its hash. Given by app.ts: mail is a higher feature. */
export type SendCode = (tx: Db, mail: { address: string; language: string; code: string; at: Date }) => Promise<void>

export const peopleRoutes: FastifyPluginAsync<Deps & { completeAct: CompleteAct; sendCode: SendCode }> = async (
  app,
  deps,
) => {
  const { db, now, config } = deps
  const hashed = (id: string, code: string) => createHmac('sha256', config.secret).update(`${id}:${code}`).digest('hex')

  app.get('/sign-in', async (request, reply) => {
    const { next, act } = request.query as { next?: string; act?: string }
    if (request.person) return reply.redirect(ownPath(next, '/me'), 303)
    return signInPage(request, reply, blankForm({ next: ownPath(next, ''), act: act === 'cosign' ? act : '' }))
  })

  app.post('/sign-in', async (request, reply) => {
    const form = readForm(emailForm, request.body)
    if (!form.ok) return signInPage(request, reply.code(422), form)
    const at = now()
    const { email } = form.data
    const next = ownPath(form.data.next, '/me')
    const browser = browserOf(request, reply)
    const id = newId()
    const code = String(randomInt(1_000_000)).padStart(6, '0')
    const hour = at.toISOString().slice(0, 13)
    await write(db, async (tx) => {
      // The same page whether the address is known or not, and whether a mail goes or not.
      if (
        (await countAttempt(tx, `code-mail:${email}:${hour}`, new Date(at.getTime() + 2 * 3_600_000))) >
        mailsPerAddressAndHour
      )
        return
      await addCode(tx, {
        id,
        email,
        codeHash: hashed(id, code),
        browserHash: sha256(browser),
        next,
        act: actOf(form.data.act, next),
        createdAt: at,
        expiresAt: new Date(at.getTime() + codeLasts),
      })
      await deps.sendCode(tx, { address: email, language: request.language, code, at })
    })
    reply.setCookie('signing-in', email, { ...cookieOptions(request), maxAge: 900, signed: false })
    return reply.redirect('/sign-in/code', 303)
  })

  app.get('/sign-in/code', async (request, reply) => {
    const email = request.cookies['signing-in']
    if (request.person) return reply.redirect('/me', 303)
    if (!email) return reply.redirect('/sign-in', 303)
    return codePage(request, reply, blankForm({ email }))
  })

  app.post('/sign-in/code', async (request, reply) => {
    const form = readForm(codeForm, { email: request.cookies['signing-in'], ...(request.body as object) })
    if (!form.ok) return codePage(request, reply.code(422), form)
    const at = now()
    const { email, code } = form.data
    const browserHash = sha256(request.cookies.browser ?? '')
    const right = await write(db, async (tx): Promise<CodeRow | null> => {
      const tries = await countAttempt(
        tx,
        `code-try:${email}:${at.toISOString().slice(0, 13)}`,
        new Date(at.getTime() + 2 * 3_600_000),
      )
      const codes = tries > triesPerAddressAndHour ? [] : await liveCodes(tx, email, browserHash, at)
      const found = codes.find((row) => same(row.codeHash, hashed(row.id, code)))
      if (found && (await useCode(tx, found.id, at))) return found
      await countWrongTry(tx, codes)
      return null
    })
    if (!right)
      return codePage(request, reply.code(422), {
        values: form.values,
        errors: { code: { key: 'people.error.wrong_code' } },
      })
    const person = await write(db, (tx) => findOrCreatePerson(tx, email, request.language, at))
    await startSession(request, reply, person.id)
    reply.clearCookie('signing-in', { path: '/' })
    const led = right.act ? await deps.completeAct(request, person.id, right.act) : null
    return reply.redirect(led ?? right.next, 303)
  })

  app.post('/sign-out', async (request, reply) => {
    const { everywhere } = (request.body ?? {}) as { everywhere?: string }
    await endSession(request, reply, everywhere === '1')
    return reply.redirect('/', 303)
  })

  app.post('/me/sessions', async (request, reply) => {
    const { end } = (request.body ?? {}) as { end?: string }
    if (request.person && typeof end === 'string') await endOne(db, request.person, end)
    return reply.redirect('/me', 303)
  })
}

const signInPage = (request: FastifyRequest, reply: FastifyReply, form: FormState) =>
  render(request, reply, 'people/sign-in', { title: request.t('people.sign_in.title'), form })
const codePage = (request: FastifyRequest, reply: FastifyReply, form: FormState) =>
  render(request, reply, 'people/code', { title: request.t('people.code.title'), form })

const cookieOptions = (request: FastifyRequest) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: request.protocol === 'https' }) as const

/** The browser's own secret: a code works only where it was asked for. */
function browserOf(request: FastifyRequest, reply: FastifyReply): string {
  const known = request.cookies.browser
  if (known && known.length >= 40) return known
  const made = newToken()
  reply.setCookie('browser', made, { ...cookieOptions(request), maxAge: 3600 })
  return made
}

function actOf(act: string | undefined, next: string): SignInAct | null {
  const place = /^\/([a-z0-9-]+)\/proposals\/(\d{4}-\d{4,})/.exec(next)
  return act === 'cosign' && place ? { kind: 'cosign', government: place[1]!, number: place[2]! } : null
}

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}

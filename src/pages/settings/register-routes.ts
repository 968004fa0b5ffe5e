// The register office: which one is asked and what it needs, files to it, and what it answered. Each file takes two administrators, both ways.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { leaveTrace } from '../../domain/administration/settings-store.ts'
import { agesAsked } from '../../domain/cosignatures/ages-asked.ts'
import { bringAnswer } from '../../domain/cosignatures/register-answers.ts'
import { inOneOrder } from '../../domain/verification/identity-key.ts'
import {
  batchesOf,
  drawBatch,
  dropBatch,
  endFetching,
  linesToFetch,
  type RegisterBatch,
  releaseBatch,
} from '../../domain/verification/register-batches.ts'
import { fileToOffice, readAnswers, textOf } from '../../domain/verification/register-file.ts'
import { officeOf, saveOffice, unansweredOf, waitingFor } from '../../domain/verification/register-requests.ts'
import { usualFields } from '../../domain/verification/residence-sources.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { wordIn } from '../../platform/http/query.ts'
import { pageQuery } from '../../platform/http/query-schemas.ts'
import { logSecurityEvent } from '../../platform/http/security-events.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { uploads } from '../../platform/web/upload.ts'
import { render } from '../../platform/web/view.ts'
import { type IdentityField, identityFields } from '../../schema/values.ts'
import { refusedAs } from '../shared/moved-on.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { type AnswerTyped, answersIn, officeForm } from './register-forms.ts'
import { type TriedFile, tryFile } from './register-try.ts'
import { by, inSettings, refusing, settingsPath } from './settings-page.ts'
import type { Settings } from './settings-pages.ts'

export type RegisterSettings = Settings & {
  office: { name: string; open: boolean } | null
  fields: readonly IdentityField[]
  waiting: number
  /** that the next file asks for, and those of each file: in words, or '' */
  ages: string
  batches: (RegisterBatch & {
    mine: boolean
    agesInWords: string
    unanswered: number
    fetch: { href: string; until: Date } | null
    self: string
  })[]
  tried: TriedFile | null
  said: { key: string; n: number; yes: number; no: number; ofAge: number } | null
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'settings/register': RegisterSettings
  }
}

const largest = 2_000_000 // bytes of an answer
const mostShown = 20
/** Lines of an answer in one unit: others wait no longer for it than a moment. */
const inOneUnit = 100
const fileParams = z.looseObject({ file: z.string() })
/** No file has the number 0. */
const numberIn = (typed: string) => (/^\d{1,9}$/.test(typed) ? Number(typed) : 0)
/** Of a file that was brought: how many answers it had, and what they were. */
const sums = ['n', 'yes', 'no', 'of_age'] as const
type Told = { [name in 'said' | (typeof sums)[number]]?: string | undefined }
const outcomes = ['saved', 'drawn', 'sent', 'dropped', 'ended', 'brought'] as const

/** `/:gov/desk/settings/register`. */
export const registerOfficeRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now, config }) => {
  await app.register(uploads, { most: largest, from: (request) => request.person !== null })
  const to = (request: FastifyRequest, reply: FastifyReply, done: string) =>
    reply.redirect(`${settingsPath(request, 'register')}?said=${done}`, 303)

  app.get('/register', { schema: { querystring: pageQuery('said', ...sums) } }, async (request, reply) =>
    page(request, reply, { told: request.query }),
  )

  app.post('/register', async (request, reply) => {
    const governmentId = request.government.id
    const form = readForm(officeForm, request.body)
    if (!form.ok) return page(request, reply.code(422), { form })
    const office = { governmentId, name: form.data.name, fields: inOneOrder(form.data.fields), open: form.data.open }
    const at = now()
    const result = await write(db, async (tx) => {
      const saved = await saveOffice(tx, office)
      const facts = { fields: office.fields.join(' '), open: office.open }
      if (saved.ok)
        await leaveTrace(tx, by(request, at), { area: 'register', act: 'changed', subject: 'office', facts })
      return saved
    })
    if (!result.ok) return page(request, reply.code(422), { form: refusing(form, 'fields', 'register.error.waiting') })
    return to(request, reply, 'saved')
  })

  app.post('/register/files', async (request, reply) => {
    const at = now()
    const governmentId = request.government.id
    const ages = await agesAsked(db.reads, governmentId, at)
    const drawn = { governmentId, askedById: requirePerson(request).id, ages }
    const result = await write(db, (tx) => drawBatch(tx, drawn, at))
    if (!result.ok) return refuse(request, reply, 'register.error.nobody')
    return to(request, reply, 'drawn')
  })

  app.post('/register/files/:file', { schema: { params: fileParams } }, async (request, reply) => {
    const which = { governmentId: request.government.id, number: numberIn(request.params.file) }
    const step = wordIn(request.body, 'step')
    const at = now()
    if (step === 'drop') {
      const dropped = await write(db, (tx) => dropBatch(tx, which))
      return dropped ? to(request, reply, 'dropped') : refuse(request, reply, 'register.error.over')
    }
    if (step === 'end') {
      await write(db, (tx) => endFetching(tx, which))
      return to(request, reply, 'ended')
    }
    const result = await write(db, async (tx) => {
      const sent = await releaseBatch(tx, { ...which, sentById: requirePerson(request).id }, at)
      const change = { area: 'register', act: 'sent', subject: String(which.number) } as const
      if (sent.ok) await leaveTrace(tx, by(request, at), { ...change, facts: { lines: sent.value.lines } })
      return sent
    })
    return result.ok ? to(request, reply, 'sent') : refuse(request, reply, `register.error.${result.refusal}`)
  })

  app.get('/register/files/:file/lines.csv', { schema: { params: fileParams } }, async (request, reply) => {
    const which = { governmentId: request.government.id, number: numberIn(request.params.file) }
    const file = await linesToFetch(db.reads, config.secret, which, now())
    if (!file) return reply.callNotFound()
    logSecurityEvent(request, 'register_file_taken')
    const name = `register-${request.government.slug}-${which.number}.csv`
    reply.headers({ 'cache-control': 'no-store', 'content-disposition': `attachment; filename="${name}"` })
    return reply.type('text/csv; charset=utf-8; header=present').send(fileToOffice(file.fields, file.ages, file.lines))
  })

  app.post('/register/answers', { bodyLimit: largest + 100_000 }, async (request, reply) => {
    const lines = wordIn(request.body, 'lines')
    if (lines !== undefined) return bring(request, reply, answersIn(lines), wordIn(request.body, 'anew') === '1')
    const wrong = (key: string) =>
      page(request, reply.code(422), { form: { values: {}, errors: { answers: { key } } } })
    const handed = request.handedIn
    if (!handed?.bytes.length) return wrong('register.error.no_file')
    if (handed.tooLarge) return wrong('register.error.large')
    const read = readAnswers(textOf(handed.bytes))
    if (!read) return wrong('register.error.unreadable')
    const whose = { governmentId: request.government.id, byId: requirePerson(request).id, secret: config.secret }
    return page(request, reply, { tried: await tryFile(db.reads, whose, read) })
  })

  async function bring(request: FastifyRequest, reply: FastifyReply, answers: AnswerTyped[], anew: boolean) {
    const { government } = request
    const byId = requirePerson(request).id
    const where = { government, secret: config.secret }
    const sum = { n: 0, yes: 0, no: 0, ofAge: 0 }
    for (let i = 0; i < answers.length; i += inOneUnit) {
      const part = answers.slice(i, i + inOneUnit)
      const at = now()
      const done = await write(db, async (tx) => {
        const brought = []
        for (const read of part)
          brought.push({ ...read, ...(await bringAnswer(tx, where, { ...read, byId, anew }, at)) })
        const settled = brought.filter(({ judged }) => judged === 'settles')
        const yes = settled.filter(({ answer }) => answer === 'yes').length
        const ofAge = settled.filter((one) => one.isOfAge).length
        const facts = { yes, no: settled.length - yes, of_age: ofAge }
        const change = { area: 'register', act: 'answered', subject: 'file', facts } as const
        if (settled.length) await leaveTrace(tx, by(request, at), change)
        return { brought, facts }
      })
      sum.n += done.brought.filter(({ judged }) => judged === 'first').length
      sum.yes += done.facts.yes
      sum.no += done.facts.no
      sum.ofAge += done.facts.of_age
      for (const { outcome, isOfAge, personId } of done.brought) {
        if (outcome === 'yes') logSecurityEvent(request, 'residence_verified', { by: 'register', whose: personId! })
        if (isOfAge) logSecurityEvent(request, 'age_verified', { by: 'register', whose: personId! })
      }
    }
    return to(request, reply, `brought&n=${sum.n}&yes=${sum.yes}&no=${sum.no}&of_age=${sum.ofAge}`)
  }

  const refuse = (request: FastifyRequest, reply: FastifyReply, key: string) =>
    page(request, refusedAs(reply, { form: { key } }), { form: refusing(blankForm(), 'form', key) })

  async function page(
    request: FastifyRequest,
    reply: FastifyReply,
    { form, tried = null, told = {} }: { form?: FormState; tried?: TriedFile | null; told?: Told } = {},
  ) {
    reply.header('cache-control', 'no-store')
    const governmentId = request.government.id
    const at = now()
    const office = await officeOf(db.reads, governmentId)
    const inWords = (ages: readonly number[]) =>
      new Intl.ListFormat(request.language, { type: 'conjunction' }).format(ages.map(String))
    const unanswered = await unansweredOf(db.reads, governmentId)
    const said = outcomes.find((one) => one === told.said)
    const number = (name: (typeof sums)[number]) => Math.max(0, Math.trunc(Number(told[name]) || 0))
    const kept = {
      name: office?.name ?? '',
      fields: office?.fields.slice() ?? [...usualFields],
      open: office?.open ? '1' : '',
    }
    const typed = form && Object.keys(form.values).length ? form.values : kept
    const self = settingsPath(request, 'register')
    return render(request, reply, 'settings/register', {
      ...inSettings(request, 'register', { values: typed, errors: form?.errors ?? {} }),
      ...{ office, fields: identityFields, waiting: await waitingFor(db.reads, governmentId), tried },
      ages: inWords(await agesAsked(db.reads, governmentId, at)),
      batches: (await batchesOf(db.reads, governmentId, mostShown)).map((batch) => ({
        ...batch,
        agesInWords: inWords(batch.ages),
        mine: batch.askedById === requirePerson(request).id,
        unanswered: unanswered.get(batch.number) ?? 0,
        self: `${self}/files/${batch.number}`,
        fetch:
          batch.takenUntil && batch.takenUntil > at
            ? { href: `${self}/files/${batch.number}/lines.csv`, until: batch.takenUntil }
            : null,
      })),
      said: said
        ? {
            key: `register.done.${said}`,
            n: number('n'),
            yes: number('yes'),
            no: number('no'),
            ofAge: number('of_age'),
          }
        : null,
    })
  }
}

// Correcting what is held: the display name and the district here, the address on its own page.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { agenciesOf, districtsOf, listGovernments, offered } from '../../domain/governments/store.ts'
import { stillThere } from '../../domain/people/erase-people.ts'
import { accountsBeside } from '../../domain/people/mailboxes.ts'
import { rememberName, rememberResidence, residenceOf } from '../../domain/people/store.ts'
import { readsLikeAnAddress, readsLikeAnOffice } from '../../domain/proposals/display-name.ts'
import { limits } from '../../domain/proposals/draft.ts'
import { casesOf, renameAuthor } from '../../domain/proposals/remove-text.ts'
import { fits, hasLetters, reaches } from '../../lib/graphemes.ts'
import { localised } from '../../lib/localised.ts'
import { typedLine } from '../../lib/text.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { blankForm, type FormState, readForm } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { requirePerson } from '../shared/person-guards.ts'
import { visitedGovernment } from '../shared/visited-government.ts'
import { mailReceipt, receiptPath, toReceipt } from './give-receipt.ts'

const correctForm = z.looseObject({ name: z.string().default('').transform(typedLine), shown: z.string().default('') })
const nameFits = (name: string) => reaches(name, limits.nameMin) && hasLetters(name) && fits(name, limits.nameMax)

export const correctRoutes: FastifyPluginAsyncZod<Deps> = async (app, deps) => {
  app.addHook('preHandler', visitedGovernment(deps))
  const { db, now, config } = deps

  app.get('/me/data/correct', async (request, reply) => page(request, reply, keptForm(request) ?? blankForm()))

  app.post('/me/data/correct', async (request, reply) => {
    const person = requirePerson(request)
    const form = readForm(correctForm, request.body)
    if (!form.ok) return page(request, reply.code(422), form)
    const { name, shown } = form.data
    const wrong = await wrongName(name)
    if (wrong) return page(request, reply.code(422), { values: form.values, errors: { name: { key: wrong } } })
    const at = now()
    const accounts = await accountsBeside(db.reads, person)
    const moved = (await placesOf(request)).flatMap((place) => {
      const chosen = String(form.values[`district-${place.slug}`] ?? '')
      const known = place.options.some(({ value }) => value === chosen)
      return known && chosen !== place.value ? [{ governmentId: place.id, chosen }] : []
    })
    const path = await write(db, async (tx) => {
      await stillThere(tx, person.id)
      const counts = { name: 0, renamed: 0, district: moved.length }
      if (name && name !== person.displayName) {
        await rememberName(tx, person.id, name)
        counts.name = 1
      }
      if (name && shown === '1') counts.renamed = await renameAuthor(tx, accounts, name)
      for (const { governmentId, chosen } of moved) await rememberResidence(tx, person.id, governmentId, chosen, at)
      const receipt = { act: 'corrected', at: at.toISOString(), counts } as const
      const to = receiptPath(config.secret, receipt)
      await mailReceipt(tx, request, receipt, to, at)
      return to
    })
    return toReceipt(reply, path)
  })

  /** A name is the same everywhere, so it may read like no office of any government. */
  async function wrongName(name: string): Promise<string | null> {
    if (!name) return null
    if (!nameFits(name)) return 'proposals.error.name'
    if (readsLikeAnAddress(name)) return 'proposals.error.name_address'
    const governments = await listGovernments(db.reads)
    const agencies = await Promise.all(governments.map(({ id }) => agenciesOf(db.reads, id)))
    const official = [...governments, ...agencies.flat()].flatMap((place) => Object.values(place.name))
    return readsLikeAnOffice(name, official) ? 'proposals.error.name_office' : null
  }

  async function placesOf(request: FastifyRequest) {
    const { id } = requirePerson(request)
    const { language } = request
    const all = await Promise.all(
      (await listGovernments(db.reads)).map(async (government) => {
        const value = await residenceOf(db.reads, id, government.id)
        if (value === null) return []
        const list = offered(await districtsOf(db.reads, government.id))
        const options = list.map(({ code, name }) => ({ value: code, label: localised(name, language) }))
        return [
          { id: government.id, slug: government.slug, label: localised(government.name, language), value, options },
        ]
      }),
    )
    return all.flat()
  }

  async function page(request: FastifyRequest, reply: FastifyReply, form: FormState) {
    const person = requirePerson(request)
    const cases = await casesOf(db.reads, await accountsBeside(db.reads, person))
    return render(request, reply, 'me/correct', {
      ...{ title: request.t('own.correct.title'), nav: 'me', form },
      named: cases.filter(({ authorName, stage }) => authorName !== null && stage !== 'draft').length,
      places: await placesOf(request),
    })
  }
}

// The face a government shows: its names, its languages, whom to ask, its dates and its colour.
import type { FastifyPluginAsyncZod } from '@fastify/type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { leaveTrace } from '../../domain/administration/settings-store.ts'
import { changeFace } from '../../domain/governments/changes.ts'
import { write } from '../../platform/db/write.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { languages as offered, translator } from '../../platform/i18n/i18n.ts'
import { blankForm, type FieldErrors, type FormState, readForm } from '../../platform/web/forms.ts'
import { leastContrast, type Scheme, surfaces, worstContrast } from '../../platform/web/theme.ts'
import { render } from '../../platform/web/view.ts'
import { asTyped, faceForm, namesFrom } from './forms.ts'
import { by, inSettings, saved } from './settings-page.ts'

export const brandingRoutes: FastifyPluginAsyncZod<Deps> = async (app, { db, now }) => {
  app.get('/face', async (request, reply) => page(request, reply))

  app.post('/face', async (request, reply) => {
    const { government } = request
    const form = readForm(faceForm(government.languages, offered), request.body)
    if (!form.ok) return page(request, reply.code(422), form)
    const { light, dark, first, dates } = form.data
    const errors = { ...unreadable('light', light), ...unreadable('dark', dark) }
    if (Object.keys(errors).length) return page(request, reply.code(422), { values: form.values, errors })
    const languages = [first, ...form.data.languages.filter((language) => language !== first)]
    const contact = namesFrom(form.data, 'contact', government.languages, government.contact ?? {})
    const at = now()
    await write(db, async (tx) => {
      await changeFace(tx, government.id, {
        name: namesFrom(form.data, 'name', government.languages, government.name),
        languages,
        contact: Object.keys(contact).length ? contact : null,
        dates,
        accent: light ? { light, dark } : null,
      })
      await leaveTrace(tx, by(request, at), {
        area: 'face',
        act: 'changed',
        subject: government.slug,
        facts: { languages: languages.join(' '), dates, accent_light: light || null, accent_dark: dark || null },
      })
    })
    return saved(request, reply, 'face')
  })

  async function page(request: FastifyRequest, reply: FastifyReply, form?: FormState) {
    const { government } = request
    const shown =
      form ??
      blankForm({
        ...asTyped('name', government.name),
        languages: government.languages,
        first: government.languages[0]!,
        ...asTyped('contact', government.contact ?? {}),
        dates: government.dates,
        light: government.accent?.light ?? '',
        dark: government.accent?.dark ?? '',
      })
    const { accent } = government
    return render(request, reply, 'settings/face', {
      ...inSettings(request, 'face', shown),
      languages: offered.map((code) => ({ code, name: translator(code)('frame.language') })),
      chosen: [shown.values.languages ?? []].flat(),
      swatches: accent
        ? (['light', 'dark'] as const).map((scheme) => ({
            scheme,
            colour: accent[scheme],
            paper: surfaces[scheme].paper,
          }))
        : [],
    })
  }
}

/** Why a colour is refused: words that cannot be read on it, or in it. */
function unreadable(scheme: Scheme, colour: string): FieldErrors {
  if (!colour) return {}
  const ratio = worstContrast(colour, scheme)
  if (ratio >= leastContrast) return {}
  // Rounded down: 4.49 is not 4.5.
  const shown = (Math.floor(ratio * 10) / 10).toFixed(1)
  return { [scheme]: { key: `settings.error.contrast.${scheme}`, params: { ratio: shown, least: leastContrast } } }
}

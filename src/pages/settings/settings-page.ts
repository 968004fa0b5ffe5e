// What the pages of an administrator share: the frame, names in several languages, and who is acting.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { By } from '../../domain/administration/settings-store.ts'
import { wordIn } from '../../platform/http/query.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import type { FormState } from '../../platform/web/forms.ts'
import { type SettingsArea, settingsAreas } from '../../schema/values.ts'
import { keptForm } from '../shared/kept-forms.ts'
import { requirePerson } from '../shared/person-guards.ts'
import type { NameField } from './settings-pages.ts'

export const settingsPath = (request: FastifyRequest, ...rest: string[]): string =>
  [`/${request.government.slug}/desk/settings`, ...rest.map(encodeURIComponent)].join('/')

/** What a page of the settings has around its own: where it lies, its form as typed, and what was just done. */
export function inSettings(request: FastifyRequest, area: SettingsArea | null, shown: FormState) {
  const { t } = request
  const kept = Object.keys(shown.errors).length ? null : keptForm(request)
  const form = kept ? { values: { ...shown.values, ...kept.values }, errors: kept.errors } : shown
  return {
    title: area ? t(`settings.area.${area}`) : t('settings.title'),
    nav: 'desk',
    notice: request.done === '1' ? t('settings.done') : null,
    base: settingsPath(request),
    area,
    areas: settingsAreas,
    names: (field: string) => nameFields(request, form, field),
    languageNames: Object.fromEntries(
      request.government.languages.map((code) => [
        code,
        t('settings.in', { language: translator(code)('frame.language') }),
      ]),
    ),
    form,
  }
}

/** One field per language of the government, its first language first. */
function nameFields({ government, t }: FastifyRequest, form: FormState, field: string): NameField[] {
  return government.languages.map((lang, i) => {
    const name = `${field}-${lang}`
    const language = translator(lang)('frame.language')
    return {
      name,
      lang,
      label: t(i === 0 ? 'settings.name_in' : 'settings.name_in_optional', { language }),
      value: String(form.values[name] ?? ''),
      error: form.errors[name],
    }
  })
}

export const by = (request: FastifyRequest, at: Date): By => ({
  governmentId: request.government.id,
  personId: requirePerson(request).id,
  at,
})

/** Back to a page of the settings, which says that it was done. */
export const saved = (request: FastifyRequest, reply: FastifyReply, ...rest: string[]) =>
  reply.redirect(`${settingsPath(request, ...rest)}?done=1`, 303)

/** The form as typed, with one more thing to mend. */
export const refusing = (
  form: FormState,
  field: string,
  key: string,
  params?: { [name: string]: unknown },
): FormState => ({ values: form.values, errors: { ...form.errors, [field]: { key, params } } })

/** Whether the button was pressed that shows what would change, before it is saved. */
export const wantsPreview = (request: FastifyRequest): boolean => wordIn(request.body, 'action') === 'preview'

/** What was typed as hidden fields, to be sent again by the button of a preview. */
export const hiddenFields = (values: FormState['values']) =>
  Object.entries(values).flatMap(([name, value]) =>
    name !== 'action' && typeof value === 'string' ? [{ name, value }] : [],
  )

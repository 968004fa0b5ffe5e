// What the pages of an administrator share: the frame, names in several languages, and who is acting.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { By } from '../../domain/administration/settings-store.ts'
import { wordIn } from '../../platform/http/query.ts'
import { translator } from '../../platform/i18n/i18n.ts'
import type { FieldError, FormState } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import { type SettingsArea, settingsAreas } from '../../schema/values.ts'
import { keptForm } from '../shared/kept-forms.ts'

export const settingsPath = (request: FastifyRequest, ...rest: string[]): string =>
  [`/${request.government.slug}/desk/settings`, ...rest.map(encodeURIComponent)].join('/')

/** Renders `views/settings/TEMPLATE.eta` inside the settings of this government. */
export async function settingsPage(
  request: FastifyRequest,
  reply: FastifyReply,
  template: string,
  page: { area: SettingsArea | null; title?: string; form: FormState; [name: string]: unknown },
): Promise<string> {
  const { t } = request
  const kept = Object.keys(page.form.errors).length ? null : keptForm(request)
  const form = kept ? { values: { ...page.form.values, ...kept.values }, errors: kept.errors } : page.form
  const done = wordIn(request.query, 'done')
  return render(request, reply, `settings/${template}`, {
    title: page.area ? t(`settings.area.${page.area}`) : t('settings.title'),
    nav: 'desk',
    notice: done === '1' ? t('settings.done') : null,
    base: settingsPath(request),
    areas: settingsAreas,
    names: (field: string) => nameFields(request, form, field),
    ...page,
    form,
  })
}

export type NameField = { name: string; lang: string; label: string; value: string; error: FieldError | undefined }

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
  personId: request.person!.id,
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

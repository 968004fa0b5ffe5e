import type { FormState } from '../../platform/web/forms.ts'

/** A form that was sent and comes back: only the one of that name is shown as typed. */
export type SentForm = FormState & { name: string }

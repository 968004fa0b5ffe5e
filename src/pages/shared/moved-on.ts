import type { FieldErrors } from '../../platform/web/forms.ts'

/** Somebody else was quicker: the case is not where it was when this form was opened. */
export const movedOn: FieldErrors = { form: { key: 'proposals.error.moved_on' } }
/** It is with another government. */
export const isAway: FieldErrors = { form: { key: 'routing.error.elsewhere' } }

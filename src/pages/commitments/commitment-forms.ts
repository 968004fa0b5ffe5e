// What an agency reports on a commitment.
import { z } from 'zod'
import { link } from '../../platform/web/fields.ts'
import { officeWords } from '../shared/words-forms.ts'

export const commitmentUpdateForm = z.object({
  kind: z.enum(['progress', 'kept', 'changed', 'dropped'], 'answers.error.kind'),
  words: officeWords,
  evidence: link('answers.error.link').default(''),
})

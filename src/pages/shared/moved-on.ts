import type { FastifyReply } from 'fastify'
import type { FieldErrors } from '../../platform/web/forms.ts'

/** Somebody else was quicker: the case is not where it was when this form was opened. */
export const movedOn: FieldErrors = { form: { key: 'proposals.error.moved_on' } }
/** It is with another government. */
export const isAway: FieldErrors = { form: { key: 'routing.error.elsewhere' } }

/** What a form was about is not as it was when the form was opened: nothing in the form is to be mended. */
const overtaken: ReadonlySet<string> = new Set([
  ...['moved_on', 'handed_on', 'being_changed', 'too_late', 'take_back_late', 'take_back_signed', 'target_closed'].map(
    (key) => `proposals.error.${key}`,
  ),
  ...['proposals.error.changed_meanwhile', 'proposals.error.correction.waits', 'routing.error.elsewhere'],
  ...['other_window', 'ended', 'said_meanwhile', 'take_back_late', 'take_back_begun'].map(
    (key) => `answers.error.${key}`,
  ),
  ...['answers.error.extension_past_due', 'answers.error.extension_ceiling'],
  ...['answers.file.error.moved_on', 'answers.template.error.moved_on', 'desk.assign.error.none'],
  ...['changed_meanwhile', 'pause_begun', 'pause_changed', 'rules_in_force', 'rules_planned'].map(
    (key) => `settings.error.${key}`,
  ),
  ...[
    'paper.error.closed',
    'paper.error.paused',
    'paper.error.not_open',
    'paper.error.over',
    'paper.error.change_over',
    'paper.error.change_waiting',
  ],
  ...['integrity.error.nobody', 'sample.error.over', 'sample.error.open', 'register.error.over'],
])

export const isOvertaken = (errors: FieldErrors): boolean => Object.values(errors).some(({ key }) => overtaken.has(key))

/** 409 where what the form was about is not as it was when it was opened; 422 where something in it is to be mended. */
export const refusedAs = (reply: FastifyReply, errors: FieldErrors): FastifyReply =>
  reply.code(isOvertaken(errors) ? 409 : 422)

// What new rules would change, and for whom, before they are saved.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { casesUnderWay } from '../../domain/administration/cases-under-way.ts'
import { nextRuleVersion, type RuleVersion } from '../../domain/governments/store.ts'
import type { Deps } from '../../platform/http/deps.ts'
import { blankForm, type Values } from '../../platform/web/forms.ts'
import { render } from '../../platform/web/view.ts'
import type { Rules, Stage } from '../../schema/values.ts'
import { ruleNumbers, rulesAsTyped } from './forms.ts'
import { hiddenFields, inSettings, settingsPath } from './settings-page.ts'
import type { Settings } from './settings-pages.ts'

/** `was` and `becomes` as they are typed; of a switch '1' or '', of a choice its word. */
type RuleChange = {
  name: string
  was: string
  becomes: string
  kind: 'number' | 'switch' | 'choice' | 'level' | 'text'
}

export type RulesPreview = Settings & {
  inForce: number
  /** the number it gets: imported cases have versions of their own, which were never in force */
  next: number
  /** the local day on which they take effect; null: at once */
  from: string | null
  changes: RuleChange[]
  drafts: number
  /** cases that keep the version they have */
  keeping: { stage: Stage; cases: number }[]
  fields: { name: string; value: string }[]
  self: string
  back: string
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'settings/rules-preview': RulesPreview
  }
}

/** Each rule that would be another, in the order of the form. */
function ruleChanges(before: Rules, after: Rules): RuleChange[] {
  const [was, becomes] = [rulesAsTyped(before), rulesAsTyped(after)]
  return Object.keys(was)
    .map((name) => ({ name, was: String(was[name]), becomes: String(becomes[name]) }))
    .filter((change) => change.was !== change.becomes)
    .map((change) => ({ ...change, kind: kindOf(change.name) }))
}

const kindOf = (rule: string): RuleChange['kind'] =>
  rule === 'overdueTo'
    ? 'text'
    : rule === 'levelToPropose' || rule === 'levelToCount'
      ? 'level'
      : rule === 'overdueStep'
        ? 'choice'
        : ruleNumbers.some((name) => name === rule)
          ? 'number'
          : 'switch'

export const rulesPreview =
  ({ db }: Deps) =>
  async (
    request: FastifyRequest,
    reply: FastifyReply,
    current: RuleVersion,
    rules: Rules,
    from: string | null,
    values: Values,
  ): Promise<string> => {
    const stages = await casesUnderWay(db.reads, request.government.id)
    const self = settingsPath(request, 'rules')
    request.previewed = true
    return render(request, reply, 'settings/rules-preview', {
      ...inSettings(request, 'rules', blankForm(values)),
      inForce: current.version,
      next: await nextRuleVersion(db.reads, request.government.id),
      from,
      self,
      back: request.formAddress?.() ?? self,
      changes: ruleChanges(current.rules, rules),
      drafts: stages.find(({ stage }) => stage === 'draft')?.cases ?? 0,
      keeping: stages.filter(({ stage, cases }) => stage !== 'draft' && cases > 0),
      fields: hiddenFields(values),
    })
  }

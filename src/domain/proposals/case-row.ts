// The row of a case, as everything public of it is made from: with its rules, and with what is known of its count.
import type { Db } from '../../platform/db/database.ts'
import { ruleVersion } from '../governments/rule-versions.ts'
import { toldCount } from '../record/told-count.ts'
import { caseRowsOf } from './public-rows.ts'

type Row = Awaited<ReturnType<typeof caseRowsOf>>[number]['proposal']
/** `count`: null where nobody knows it, as of a case whose source counts nobody. */
export type CaseRow = Omit<Row, 'count'> & {
  count: number | null
  rules: Awaited<ReturnType<typeof ruleVersion>> | null
  textHidden: boolean
  textUnchecked: boolean
}

/** The rows in any order; ids that are not there are left out. */
export async function rowsOfCases(db: Db, ids: string[]): Promise<CaseRow[]> {
  const rows = await caseRowsOf(db, ids)
  const used = [...new Set(rows.flatMap(({ proposal }) => proposal.ruleVersionId ?? []))]
  const versions = new Map(await Promise.all(used.map(async (id) => [id, await ruleVersion(db, id)] as const)))
  return rows.map(({ proposal, hidesText, unchecked }) =>
    Object.assign({}, proposal, {
      count: toldCount(proposal),
      rules: (proposal.ruleVersionId && versions.get(proposal.ruleVersionId)) || null,
      /** the reason it was refused for hides the text */
      textHidden: hidesText ?? false,
      /** nobody has looked at the text as it is now */
      textUnchecked: unchecked,
    }),
  )
}

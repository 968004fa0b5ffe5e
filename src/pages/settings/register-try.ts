// What a file of the register office would do, before any of it is done: nothing is written.
import { type Judged, judge, waitingLines } from '../../domain/verification/register-batches.ts'
import type { AnswerFile } from '../../domain/verification/register-file.ts'
import type { Db } from '../../platform/db/database.ts'
import { answerTyped } from './register-forms.ts'

/** `problems`: which of its rows do nothing, and why. `lines`: all others, for the second press. */
export type TriedFile = {
  first: number
  yes: number
  no: number
  open: number
  /** they ask for an age, and the file answers for none */
  ageless: number
  differs: number
  problems: { row: number; line: string; why: string }[]
  lines: string
}

export async function tryFile(
  db: Db,
  { governmentId, byId, secret }: { governmentId: string; byId: string; secret: string },
  { answers, refused, open }: AnswerFile,
): Promise<TriedFile> {
  const waiting = await waitingLines(
    db,
    governmentId,
    answers.map(({ line }) => line),
  )
  const judged = answers.map((one) => ({
    ...one,
    is: judge(waiting.get(one.line), { answer: one.answer, age: one.age, byId, anew: false }, secret),
  }))
  const those = (...wanted: Judged[]) => judged.filter(({ is }) => wanted.includes(is))
  const [settles, differs] = [those('settles'), those('differs')]
  const problems = [
    ...refused,
    ...those('unknown', 'own', 'again', 'differs').map(({ row, line, is }) => ({ row, line, why: is })),
  ]
  return {
    first: those('first').length,
    yes: settles.filter(({ answer }) => answer === 'yes').length,
    no: settles.filter(({ answer }) => answer === 'no').length,
    ageless: those('first', 'settles', 'differs').filter((one) => waiting.get(one.line)?.asksAge && !one.saysAge)
      .length,
    ...{ open, differs: differs.length },
    problems: problems.sort((a, b) => a.row - b.row),
    lines: those('first', 'settles', 'differs').map(answerTyped).join(' '),
  }
}

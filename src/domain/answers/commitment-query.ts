// What standingOf says of a commitment, as conditions of a query.
import { eq, gt, isNotNull, isNull, lt, lte, or } from 'drizzle-orm'
import { allOf } from '../../platform/db/columns.ts'
import { commitments } from '../../schema/commitments.ts'

const heardOtherwise = gt(commitments.checkedAt, commitments.doneAt)

/** Open, and its agency does not say that it is done; or a checker has said otherwise since. */
export const isUnderWay = allOf(eq(commitments.state, 'open'), or(isNull(commitments.doneAt), heardOtherwise))

/** Its agency says that it is done, and nobody has checked that yet. */
export const awaitsCheck = allOf(
  eq(commitments.state, 'open'),
  isNotNull(commitments.doneAt),
  or(isNull(commitments.checkedAt), lte(commitments.checkedAt, commitments.doneAt)),
)

/** `today`: local. */
export const isLate = (today: string) => allOf(isUnderWay, lt(commitments.dueOn, today))

// The levels that rules ask for, as a form sends them.
import { z } from 'zod'
import { type LevelRules, type PersonLevel, personLevels } from '../../schema/values.ts'

/** '1' or '2'; forms of before have no such field. */
const level = z
  .enum(personLevels.map(String) as ['1', '2'])
  .default('1')
  .transform((typed) => Number(typed) as PersonLevel)

export const levelFields = { levelToPropose: level, levelToCount: level }

export const levelsAsTyped = ({ levelToPropose, levelToCount }: LevelRules) => ({
  levelToPropose: String(levelToPropose),
  levelToCount: String(levelToCount),
})

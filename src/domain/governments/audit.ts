// What changes there are to what an administrator sets. Pure.
import type { SettingsAct, SettingsArea } from '../../schema/values.ts'

/** Seats and invitations are the government's own affair: everything else is said in the public record. */
export const isPublicArea = (area: SettingsArea): boolean => area !== 'people'

export type Change = {
  area: SettingsArea
  act: SettingsAct
  /** a code, a date, a version, an id: never a name or an address */
  subject: string
  /** codes, dates and numbers for the public record */
  facts?: { [name: string]: string | number | boolean | null }
}

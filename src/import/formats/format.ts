// What a platform's files are to the import: how one is known, what it says, and what somebody else has to say.
import type { Government } from '../../domain/governments/government.ts'
import type { ImportedCase } from '../imported-case.ts'
import type { Platform } from '../places.ts'
import type { Refuse } from '../report.ts'

/** The rules that cases were gathered under, where a file does not say them. Days as a number. */
export type GivenRules = { threshold: number; days: number }
export type Around = { government: Government; rules: GivenRules | null; seenOn: string; at: Date }

/** `notes`: what the file does not say and was filled in, in words for the report. */
export type ReadCase = { line: number; c: ImportedCase; notes: string[] }

export type Format = {
  name: string
  platform: Platform
  /** whether its files say threshold and period of their cases */
  saysRules: boolean
  /** `head`: the first characters of a file */
  recognises: (head: string) => boolean
  /** Cases one by one; what cannot be one is refused by its line, and never stops the rest. */
  read: (file: string, around: Around, refuse: Refuse) => AsyncIterable<ReadCase>
}

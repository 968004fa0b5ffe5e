// What the pages of stopping, correcting and erasing one's data show.
import type { Receipt } from '../../domain/people/receipts.ts'
import type { FormState } from '../../platform/web/forms.ts'
import type { Choice } from '../../platform/web/parts.ts'
import type { SignedIn } from '../../platform/web/view.ts'
import type { Needed } from './me-pages.ts'

/** `needed`: what must be shown first, and where. `seat`: they hold or held one. `cases`: how many of their cases everybody sees. */
export type ErasePage = SignedIn & {
  needed: Needed | null
  seat: boolean
  cases: number
  reviewed: number
  drafts: number
  /** handed in, and not public yet */
  unpublished: number
  form: FormState
}
export type ObjectPage = SignedIn & { form: FormState; options: Choice[]; picked: readonly string[] }
/** `named`: how many cases show a name. `places`: governments in which a district was named, each with its choices. */
export type CorrectPage = SignedIn & {
  form: FormState
  named: number
  places: { slug: string; label: string; value: string; options: Choice[] }[]
}
export type ReceiptPage = { receipt: Receipt; lines: string[]; at: Date; erased: boolean }

declare module '../../platform/web/view.ts' {
  interface Pages {
    'me/erase': ErasePage
    'me/object': ObjectPage
    'me/correct': CorrectPage
    'me/receipt': ReceiptPage
  }
}

// What the pages of webhooks show.
import type { FormState } from '../../platform/web/forms.ts'
import type { InPlace, SignedIn } from '../../platform/web/view.ts'

/** `of`: as forms name it; '' for the whole government. `what`: in words. */
export type NewWebhookPage = InPlace & { of: string; what: string; there: string; form: FormState }

/** `host`: of the address; `since`: when it began to fail. */
export type WebhookLine = {
  id: string
  what: string
  government: string
  url: string
  host: string
  made: Date
  state: 'fine' | 'failing' | 'paused'
  since: Date | null
}
export type WebhooksPage = SignedIn & { hooks: WebhookLine[]; governments: { path: string; name: string }[] }

/** `news`: its type as the message has it. `status`: of the last answer; `error`: a word for why there was none. */
export type DeliveryLine = {
  id: string
  type: string
  number: string | null
  path: string | null
  at: Date
  state: 'taken' | 'waiting' | 'given_up' | 'hidden'
  status: number | null
  error: string | null
  attempts: number
  next: Date | null
}
export type WebhookPage = SignedIn & {
  hook: WebhookLine
  secret: string
  former: { secret: string; until: Date } | null
  deliveries: DeliveryLine[]
}

declare module '../../platform/web/view.ts' {
  interface Pages {
    'webhooks/new': NewWebhookPage
    'webhooks/list': WebhooksPage
    'webhooks/one': WebhookPage
  }
}

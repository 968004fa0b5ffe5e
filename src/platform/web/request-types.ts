// What a form that is being sent puts on a request. Who is asking and where is declared by the hooks that set it (pages/shared).
import type { FormState, Values } from './forms.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** of a form that is being sent: finds where it is shown again, should it not be taken; most are */
    formAddress: (() => string) | null
    /** the page shows what a form would publish: it is not sent yet */
    previewed: boolean
    /** the form as the page shows it again */
    formShown: (FormState & { name?: string }) | null
    /** a message above a form that comes back; a key of the catalogues */
    formNotice: string | null
    /** what was typed in a form that comes back */
    formKept: Values | null
    /** the mark of whoever is signed in, for what their page saves while they type; '' for strangers */
    readonly keptFor: string
    /** what this browser typed on this page and has not sent */
    formsWaiting: { id: string; savedAt: Date; address: string }[]
  }
}

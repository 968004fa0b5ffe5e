// What the language hook puts on a request. Who is asking and where is declared by the hooks that set it (pages/shared).
import type { Translate } from '../i18n/i18n.ts'

declare module 'fastify' {
  interface FastifyRequest {
    language: string
    t: Translate
  }
}

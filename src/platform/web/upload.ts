// A form with a file: its fields as any other form's, and the file beside them. Registered by the routes that take one; to all others
// such a form is none (415).
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import plugin from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyRequest {
    /** the file that came with the form; null where none was chosen */
    handedIn: HandedIn | null
  }
}
/** `name`: as its sender calls it. `tooLarge`: it went on behind the most that is taken, and only its beginning is here. */
export type HandedIn = { bytes: Buffer; name: string; tooLarge: boolean }

type Limits = {
  /** bytes of the file */
  most: number
  /** whose file is read at all; of everybody else's only the words are, so that they are not lost */
  from: (request: FastifyRequest) => boolean
}

export const uploads = plugin(async (app: FastifyInstance, { most, from }: Limits) => {
  await app.register(multipart, {
    throwFileSizeLimit: false, // said beside the field, with what was typed
    limits: {
      fileSize: most,
      files: 1,
      fields: 20,
      parts: 21,
      fieldSize: 100_000,
      fieldNameSize: 100,
      headerPairs: 20,
    },
  })
  app.decorateRequest('handedIn', null)
  // before anybody asks who sent it: what keeps forms reads their fields
  app.addHook('preValidation', async (request) => {
    if (!request.isMultipart()) return
    const fields: [string, string][] = []
    for await (const part of request.parts()) {
      if (part.type === 'field') fields.push([part.fieldname, String(part.value)])
      else if (!from(request)) part.file.resume()
      else {
        const pieces: Buffer[] = []
        for await (const piece of part.file) pieces.push(piece)
        const bytes = Buffer.concat(pieces)
        if (bytes.length || part.filename)
          request.handedIn = { bytes, name: part.filename ?? '', tooLarge: part.file.truncated }
      }
    }
    request.body = Object.fromEntries(fields)
  })
})

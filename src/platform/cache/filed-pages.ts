// Open pages beyond memory and restarts: in a file (platform/db/page-file.ts), each under the version of what it shows. A page comes from
// there only while whoever knows that version says that it is still the same; nobody draws it, and who has it already gets a 304.
import type { PageFile } from '../db/page-file.ts'
import { digestOfProgram } from '../web/program.ts'
import { compressedOnce } from './compress.ts'
import { pageKeyOf } from './key.ts'
import { type CachedPage, compressedAs, type Headers, type Lasting, restored } from './page.ts'

/** The version of what stands at an address now; null where no page of it may be filed. */
export type VersionOf = (address: string) => Promise<Lasting | null>

type Facts = { route: string; path: string; headers: Headers; type: string; tag: string }

/** `origin`: a page says it in its links. `sharedFor`: how long a page counts as new, in ms. */
export function filedPages(file: PageFile, origin: string, sharedFor: number) {
  let program: string | null = null
  let versionOf: VersionOf | null = null
  const ready = digestOfProgram().then(
    (digest) => {
      program = `${digest} ${origin}`
    },
    () => {}, // nothing is filed then
  )
  const whole = (version: string) => `${program} ${version}`

  /** A page that lies in memory counts as new for another moment while its version is the same. */
  const whileVersion = (address: string, version: string) => async () => {
    const now = performance.now()
    return (await versionOf?.(address))?.version === version ? now : null
  }

  return {
    /** Before that nothing comes from the file. */
    ready,

    /** Who knows the versions of some pages. */
    tell(by: VersionOf): void {
      versionOf = by
    },

    /** Whether somebody who reads this language would get the page at an address from the file; null where nobody can yet, or ever. */
    async has(address: string, language: string): Promise<boolean | null> {
      const lasting = await versionOf?.(address)
      const key = pageKeyOf({ headers: { 'accept-language': language }, url: address }, origin)
      if (!lasting || !program || key === null) return null
      return file.get(key)?.version === whole(lasting.version)
    },

    /** Null where it must be drawn. */
    async find(key: string, address: string): Promise<CachedPage | null> {
      if (!versionOf || !program) return null
      const lasting = await versionOf(address)
      if (!lasting) return null
      const found = file.get(key)
      if (!found || found.version !== whole(lasting.version)) return null
      const now = performance.now()
      return restored(JSON.parse(found.facts) as Facts, Buffer.from(found.body), {
        begunAt: now,
        freshUntil: now + sharedFor,
        stillTrue: whileVersion(address, lasting.version),
      })
    },

    /** A page that was drawn while this was the version of what it shows. */
    keep(key: string, page: CachedPage, { version, about }: Lasting): void {
      if (!program) return
      const named = whole(version)
      file.put(key, () => {
        const { route, path, headers, type, tag } = page
        const small = compressedAs(page, 'br') ?? compressedOnce(page.body!, 'br')
        const body = Buffer.isBuffer(small) ? small : Buffer.alloc(0)
        return {
          key,
          about,
          version: body.length ? named : '',
          facts: JSON.stringify({ route, path, headers, type, tag }),
          body,
        }
      })
    },
  }
}
export type FiledPages = ReturnType<typeof filedPages>

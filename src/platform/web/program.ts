// Which program this is: another version of it, or of its templates and words, draws other pages.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const folders = ['../../', '../../../views/', '../../../static/built/'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
)
const atOnce = 20 // files between two turns: whoever asks meanwhile does not wait for all of them

/** SHA-256, in hex, of everything that pages are drawn by. */
export async function digestOfProgram(): Promise<string> {
  const hash = createHash('sha256')
  let read = 0
  for (const folder of folders)
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
      if (/\.(?:ts|js|css|eta|json)$/.test(name)) {
        hash.update(name).update(readFileSync(join(folder, name)))
        if (++read % atOnce === 0) await nextTurn()
      }
  return hash.digest('hex')
}

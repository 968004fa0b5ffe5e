// Makes static/built/: the stylesheet from views/styles, and htmx from its package; both also as small as they get.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import * as sass from 'sass'

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
mkdirSync(at('static/built'), { recursive: true })
const { css } = sass.compile(at('views/styles/site.scss'), {
  style: 'compressed',
  quietDeps: true,
  loadPaths: [at('node_modules')],
})
writeFileSync(at('static/built/site.css'), css)
copyFileSync(at('node_modules/htmx.org/dist/htmx.min.js'), at('static/built/htmx.js'))

for (const name of ['site.css', 'htmx.js']) {
  const path = at(`static/built/${name}`)
  const content = readFileSync(path)
  writeFileSync(`${path}.br`, brotliCompressSync(content))
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
}

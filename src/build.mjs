// Makes static/built/: the stylesheet from views/styles, and htmx from its package.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
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

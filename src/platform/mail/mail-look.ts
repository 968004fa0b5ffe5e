// How a mail looks: mail programs keep to what stands on each element, and some of them to a style sheet as well. So every
// element has its style in itself, in light colours, and a class by which the sheet puts dark ones in their place. Pure.
import { mix } from '../../lib/colour.ts'
import { memoize } from '../../lib/memoize.ts'
import type { Html } from '../web/html.ts'
import { type Accent, surfaces } from '../web/theme.ts'

/** The product's own colour, where a government has none. The same as in views/styles/_tokens.scss; a test compares them. */
export const usualAccent: Accent = { light: '#0a5559', dark: '#7fc9c4' }

const fonts = `-apple-system,BlinkMacSystemFont,'Segoe UI','PingFang TC','Noto Sans TC','Microsoft JhengHei',sans-serif`

export type Look = { [element in keyof ReturnType<typeof styles>]: string } & { sheet: Html }

/** The styles of one government's mails: by element, and the sheet for dark screens. */
export function lookOf(accent: Accent | null): Look {
  const { light, dark } = accent ?? usualAccent
  return byColours(`${light} ${dark}`)
}

const byColours = memoize((colours): Look => {
  const [light, dark] = colours.split(' ') as [string, string]
  return { ...styles(light), sheet: sheet(dark) as Html }
}, 1000)

const ink = '#1e1a15'
const quiet = '#5c5347'
const rule = '#d8cdb9'

function styles(accent: string) {
  const { paper, sheet: page, on } = surfaces.light
  return {
    body: `margin:0;padding:0;background:${paper};color:${ink};font:16px/1.7 ${fonts};-webkit-text-size-adjust:100%`,
    outer: `table-layout:fixed;background:${paper}`,
    page: `table-layout:fixed;width:100%;max-width:600px;background:${page};border:1px solid ${rule};border-top:6px solid ${accent}`,
    cell: 'padding:20px 20px 24px;text-align:left;overflow-wrap:anywhere;word-break:break-word',
    brand: `margin:0 0 20px;font-size:15px;font-weight:bold;color:${accent}`,
    h1: `margin:0 0 16px;font-size:22px;line-height:1.4;color:${ink}`,
    card: `margin:0 0 20px;padding:12px 16px;background:${mix(accent, page, 0.08)};border-left:4px solid ${accent}`,
    number: `font-size:14px;color:${quiet}`,
    title: 'font-size:17px;font-weight:bold;line-height:1.5',
    figures: 'margin:4px 0 0;font-size:15px',
    p: 'margin:0 0 16px',
    small: `margin:0 0 12px;font-size:14px;color:${quiet}`,
    label: `font-size:14px;color:${quiet}`,
    quote: `margin:0 0 16px;padding:2px 0 2px 14px;border-left:4px solid ${rule}`,
    list: 'margin:0 0 16px;padding:0 0 0 22px',
    item: 'margin:0 0 8px',
    code: `margin:0 0 16px;font:bold 32px/1.3 Consolas,Menlo,monospace;letter-spacing:4px;color:${ink}`,
    // Outlook knows no padding on a link, but it knows borders.
    button: `display:inline-block;background:${accent};border:solid ${accent};border-width:11px 22px;color:${on};font-weight:bold;text-decoration:none`,
    link: `color:${accent}`,
    action: 'margin:0 0 10px',
    address: `margin:0 0 20px;font-size:13px;line-height:1.5;color:${quiet};word-break:break-all`,
    foot: `margin:24px 0 0;padding:16px 0 0;border-top:1px solid ${rule}`,
  }
}

/** Dark colours, where the program says that the screen is dark. One that turns colours by itself finds none it could spoil. */
function sheet(accent: string): string {
  const { paper, sheet: page, on } = surfaces.dark
  const rules = [
    `.m-body,.m-outer{background:${paper}!important;color:#f0e8da!important}`,
    `.m-page{background:${page}!important;border-color:#453d33!important;border-top-color:${accent}!important;color:#f0e8da!important}`,
    '.m-h1,.m-code{color:#f0e8da!important}',
    `.m-brand,.m-link{color:${accent}!important}`,
    `.m-card{background:${mix(accent, page, 0.1)}!important;border-color:${accent}!important}`,
    '.m-quiet{color:#bbaf9e!important}',
    '.m-rule{border-color:#453d33!important}',
    `.m-button{background:${accent}!important;border-color:${accent}!important;color:${on}!important}`,
  ]
  return `:root{color-scheme:light dark}@media (prefers-color-scheme:dark){${rules.join('')}}`
}

// A government's accent: the four colours that replace the product's teal, as a style sheet named by its own content.
import { createHash } from 'node:crypto'
import { contrast, mix } from '../../lib/colour.ts'
import { memoize } from '../../lib/memoize.ts'

export type Accent = { light: string; dark: string }
export type Scheme = keyof Accent

/** What the accent is read on, and what stands on it. The same values as in views/styles/_tokens.scss; a test compares them. */
export const surfaces = {
  light: { paper: '#f7f2e7', sheet: '#fffdf8', on: '#ffffff' },
  dark: { paper: '#181512', sheet: '#211d19', on: '#181512' },
} as const

export const leastContrast = 4.5

function colours(accent: string, scheme: Scheme) {
  const { paper, on } = surfaces[scheme]
  return {
    teal: accent,
    deep: mix(accent, scheme === 'light' ? '#000000' : '#ffffff', 0.6),
    wash: mix(accent, paper, 0.08),
    on,
  }
}

/** The worst contrast an accent has anywhere on the pages: as text on paper, sheet and its own wash, and under a button's words. */
export function worstContrast(accent: string, scheme: Scheme): number {
  const { paper, sheet } = surfaces[scheme]
  const { wash, on } = colours(accent, scheme)
  return Math.min(...[paper, sheet, wash, on].map((other) => contrast(accent, other)))
}

const declared = (accent: string, scheme: Scheme) => {
  const { teal, deep, wash, on } = colours(accent, scheme)
  return `:root{--teal:${teal};--teal-deep:${deep};--teal-wash:${wash};--on-teal:${on}}`
}

/** The style sheet, and the fingerprint that stands in its address. */
export function themeOf(accent: Accent): { css: string; print: string } {
  const css = `${declared(accent.light, 'light')}@media screen and (prefers-color-scheme:dark){${declared(accent.dark, 'dark')}}`
  return { css, print: createHash('sha256').update(css).digest('hex').slice(0, 12) }
}

/** `/:gov/theme-HASH.css`; null where the government keeps the product's own colour. */
export function themePath(slug: string, accent: Accent | null): string | null {
  return accent && `/${slug}/theme-${printOf(`${accent.light} ${accent.dark}`)}.css`
}

/** By the two colours, which say all of it. */
const printOf = memoize((colours) => {
  const [light, dark] = colours.split(' ') as [string, string]
  return themeOf({ light, dark }).print
}, 1000)

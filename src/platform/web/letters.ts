// Letters as outlines, for pictures: a bare server has no Chinese font, and the package brings one, Noto Sans TC, cut into a hundred
// pieces by how common its characters are. A piece is opened when a character of it is asked for: 15 ms, and 40 kB of outlines.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Font } from 'fontkit'
import { LRUCache } from 'lru-cache'

/** `path`: for `<path d>`, with y upwards; `width`: how far the next one stands. Both in thousandths of the size of type. */
export type Letter = { path: string; width: number }
export type Letters = ReadonlyMap<string, Letter>

const weight = 700
const mostLetters = 4000 // about 1 kB each
const mostPieces = 24
/** A character that the font has not: an empty box, as everywhere. An emoji is better left out than boxed. */
const missing: Letter = { path: 'M120 -60h760v820h-760zM180 0v700h640v-700z', width: 1000 }
const nothing: Letter = { path: '', width: 0 }

type Piece = { file: string; ranges: [from: number, to: number][] }

/** Gives the letters of a text. State is the caller's: what was opened and drawn is kept, up to a bound. */
export function letterCase() {
  const drawn = new LRUCache<string, Letter>({ max: mostLetters })
  const open = new LRUCache<string, Font>({ max: mostPieces })
  let pieces: Piece[] | null = null

  return async (text: string): Promise<Letters> => {
    pieces ??= await piecesOfFont()
    const letters = new Map<string, Letter>()
    for (const sign of new Set(text)) {
      const letter = drawn.get(sign) ?? (await draw(sign, pieces))
      drawn.set(sign, letter)
      letters.set(sign, letter)
    }
    return letters
  }

  async function draw(sign: string, from: Piece[]): Promise<Letter> {
    if (/[\p{Extended_Pictographic}\p{Cf}\p{Mn}]/u.test(sign) && !/[0-9#*©®™]/.test(sign)) return nothing
    const code = sign.codePointAt(0)!
    const piece = from.find(({ ranges }) => ranges.some(([first, last]) => first <= code && code <= last))
    if (!piece) return /\s/u.test(sign) ? { path: '', width: 300 } : missing
    const font = open.get(piece.file) ?? (await opened(piece.file))
    open.set(piece.file, font)
    const glyph = font.glyphForCodePoint(code)
    if (glyph.id === 0) return missing
    const scale = 1000 / font.unitsPerEm // 1 in this font
    return { path: glyph.path.toSVG(), width: glyph.advanceWidth * scale }
  }
}

/** Other requests come in between: one piece is all that is read at a time. Loaded when the first picture is drawn. */
async function opened(file: string): Promise<Font> {
  const [{ create }, { default: woff2 }] = await Promise.all([import('fontkit'), import('wawoff2')])
  const plain = await woff2.decompress(await readFile(file))
  await new Promise((resolve) => setImmediate(resolve))
  return create(Buffer.from(plain)).getVariation({ wght: weight })
}

/** The pieces by the characters that they hold: `U+4e00-4e0b,U+4e0d`. */
async function piecesOfFont(): Promise<Piece[]> {
  const folder = dirname(createRequire(import.meta.url).resolve('@fontsource-variable/noto-sans-tc/package.json'))
  const held = JSON.parse(await readFile(join(folder, 'unicode.json'), 'utf8')) as { [piece: string]: string }
  return Object.entries(held).map(([name, characters]) => ({
    file: join(folder, 'files', `noto-sans-tc-${name.replace(/[[\]]/g, '')}-wght-normal.woff2`),
    ranges: characters.split(',').map((range) => {
      const [first = '', last = first] = range.trim().replace(/^U\+/i, '').split('-')
      return [Number.parseInt(first, 16), Number.parseInt(last, 16)]
    }),
  }))
}

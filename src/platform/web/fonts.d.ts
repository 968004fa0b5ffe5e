// What we use of fontkit 2 and wawoff2 2. The types that npm has for fontkit know nothing of variations, wawoff2 has none.
declare module 'fontkit' {
  export type Glyph = { id: number; advanceWidth: number; path: { toSVG(): string } }
  export type Font = {
    unitsPerEm: number
    glyphForCodePoint(codePoint: number): Glyph
    getVariation(axes: { [axis: string]: number }): Font
  }
  export function create(file: Buffer): Font
}
declare module 'wawoff2' {
  const woff2: { decompress(file: Uint8Array): Promise<Uint8Array> }
  export default woff2
}

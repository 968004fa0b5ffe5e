// Pictures that are handed in come out as what they draw: nothing of where they were taken, nothing hung behind them.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanPicture, type PictureType, pictureTypes } from '../../src/lib/pictures/clean.ts'
import { exif, gifFile, jpegFile, pngChunk, pngFile, secret, segment, webpFile } from '../support/files.ts'

const page = '<html><script>alert(1)</script></html>'
const told = { xmp: Buffer.from(`http://ns.adobe.com/xap/1.0/\0${secret}`, 'latin1'), words: Buffer.from(secret) }
const files: { [type in PictureType]: Buffer } = {
  'image/jpeg': jpegFile(
    [exif(1), segment(0xe1, told.xmp), segment(0xed, told.words), segment(0xfe, Buffer.from(page + secret))],
    page,
  ),
  'image/png': pngFile([pngChunk('tEXt', told.words), pngChunk('eXIf', told.words), pngChunk('zzZz', told.words)], {
    behind: page,
  }),
  'image/webp': webpFile(page),
  'image/gif': gifFile(page),
}

test.each(pictureTypes)('of %s only what draws it is left', (type) => {
  const bytes = files[type]
  expect([bytes.includes(secret), bytes.includes('<script>')]).toEqual([true, true])
  const cleaned = cleanPicture(type, bytes)!
  expect([cleaned.width, cleaned.height]).toEqual([6, 4])
  expect([cleaned.bytes.includes(secret), cleaned.bytes.includes('<script>')]).toEqual([false, false])
  expect(cleanPicture(type, cleaned.bytes)?.bytes, 'and what is clean stays as it is').toEqual(cleaned.bytes)
})

test('a telephone held upright: the picture stays upright, and says so in its size', () => {
  const cleaned = cleanPicture('image/jpeg', jpegFile([exif(6)]))!
  expect([cleaned.width, cleaned.height]).toEqual([4, 6])
  expect(cleaned.bytes.subarray(0, 40).includes('Exif')).toBe(true)
  expect(cleaned.bytes.includes(secret)).toBe(false)
})

test('a picture of one kind under the name of another is none', () => {
  for (const type of pictureTypes)
    for (const other of pictureTypes)
      expect(cleanPicture(type, files[other]) !== null, `${other} as ${type}`).toBe(type === other)
})

test('cut off anywhere, it is refused; with any byte changed, it is refused or clean: never an error', () => {
  fc.assert(
    fc.property(fc.constantFrom(...pictureTypes), fc.nat(), fc.nat(255), (type, at, byte) => {
      const whole = cleanPicture(type, files[type])!.bytes
      const cut = whole.subarray(0, at % whole.length)
      const cleaned = cleanPicture(type, cut)
      if (cleaned && type !== 'image/webp') return false
      const changed = Buffer.from(whole)
      changed[at % whole.length] = byte
      cleanPicture(type, changed)
      return true
    }),
    { numRuns: 2000 },
  )
})

test('whatever bytes come, there is an answer', () => {
  fc.assert(
    fc.property(fc.constantFrom(...pictureTypes), fc.uint8Array({ maxLength: 200 }), (type, noise) => {
      cleanPicture(type, Buffer.concat([files[type].subarray(0, 30), Buffer.from(noise)]))
      cleanPicture(type, Buffer.from(noise))
    }),
    { numRuns: 2000 },
  )
})

// Which language a visitor's browser asks for.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { preferredLanguage } from '../../../src/platform/http/language.ts'
import { testWorld } from '../../support/world.ts'

test.each([
  ['en', 'en'],
  ['en-GB', 'en'],
  ['EN-us;Q=1', 'en'],
  ['zh-TW,zh;q=0.9,en-US;q=0.8,en;q=0.7', 'zh-Hant'],
  ['zh-TW, en-US', 'zh-Hant'],
  ['zh; q=0.5, en; q=0.9', 'en'],
  ['zh;q=0.5 , en ; q = 0.9', 'en'],
  ['zh\t;\tq=0.2,en', 'en'],
  ['en;q=0.8, zh-HK', 'zh-Hant'],
  ['en;q=0, zh;q=0.1', 'zh-Hant'],
  ['en;q=0.000, zh-Hant;q=0.001', 'zh-Hant'],
  ['es, fr;q=0.9', undefined],
  ['es, *;q=0.1', 'zh-Hant'],
  ['es, en;q=0.4, *;q=0.1', 'en'],
  ['', undefined],
  [',;q=,;;', undefined],
  ['x_y, not a language, en;q=0.1', 'en'],
])('of “%s” we take %s', (header, language) => {
  expect(preferredLanguage(header, ['zh-Hant', 'en'])).toBe(language)
})

test('of two scripts of a language the reader’s own comes first', () => {
  const offered = ['zh-Hans', 'zh-Hant', 'pt', 'pt-BR']
  expect(preferredLanguage('zh-TW', offered)).toBe('zh-Hant')
  expect(preferredLanguage('zh-SG', offered)).toBe('zh-Hans')
  expect(preferredLanguage('zh', offered)).toBe('zh-Hans')
  expect(preferredLanguage('pt-BR', offered)).toBe('pt-BR')
  expect(preferredLanguage('pt-PT', offered)).toBe('pt')
})

test('whatever a header says, it is answered with a language of ours or none', () => {
  const piece = fc.oneof(
    fc.constantFrom('en', 'zh', 'zh-TW', '*', ',', ';', 'q=', '=', '"', '\\', ' ', '0.5', '1', '-', 'e'.repeat(300)),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      expect([undefined, 'zh-Hant', 'en']).toContain(preferredLanguage(pieces.join(''), ['zh-Hant', 'en']))
    }),
  )
})

test('a page comes in the language of the header, however much space it has, and in the default one where we have none of them', async () => {
  const world = await testWorld()
  const languageOf = async (header?: string) => {
    const headers: { [header: string]: string } = header === undefined ? {} : { 'accept-language': header }
    return (await world.visitor().read('/haicheng', headers)).lang
  }
  expect(await languageOf('zh-TW; q=0.4, en; q=0.9')).toBe('en')
  expect(await languageOf('zh-TW;q=0.9, en; q=0.4')).toBe('zh-Hant')
  expect(await languageOf('tlh')).toBe('zh-Hant')
})

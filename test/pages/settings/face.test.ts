// How a government shows itself: names, languages, contact, dates and a colour that can be read.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { contrast } from '../../../src/lib/colour.ts'
import { usualAccent } from '../../../src/platform/mail/mail-look.ts'
import { leastContrast, surfaces, themeOf, worstContrast } from '../../../src/platform/web/theme.ts'
import { forAll } from '../../support/at-end.ts'
import { type Page, page } from '../../support/page.ts'
import { testWorld } from '../../support/world.ts'

const at = '/haicheng/desk/settings/face'
const face = {
  'name-zh-Hant': '海澄縣',
  'name-en': 'Haicheng County',
  languages: ['zh-Hant', 'en'],
  first: 'en',
  'contact-zh-Hant': '研考處 06-123-4567',
  dates: 'roc',
  light: '#7a1f5c',
  dark: 'E9A3D0',
}

test('an administrator renames the government and gives it a colour; everybody sees both at once', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  expect((await administrator.post(at, face)).statusCode).toBe(303)
  const front = await world.visitor().read('/haicheng')
  expect(front.title).toContain('Haicheng County')
  expect(front.text).toContain('研考處 06-123-4567')
  const css = await world.visitor().get(themeIn(front)!)
  expect(css.statusCode).toBe(200)
  expect(css.headers).toMatchObject({
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
  })
  expect(css.body).toContain('--teal:#7a1f5c')
  expect(css.body).toContain('--teal:#e9a3d0')
  const json = await world.visitor().get('/api/v1/governments')
  expect(json.body).toContain('海澄縣')
})

/** The style sheet of a government's own colours, where a page has one. */
const themeIn = (shown: Page) => shown.styles.find((href) => href.startsWith('/haicheng/theme-'))

test('the style sheet’s address is its content’s: an older page is sent on to the new colours, a wrong address is none', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  expect((await world.visitor().get('/haicheng/theme-0123456789ab.css')).statusCode).toBe(404)
  await administrator.post(at, face)
  const before = themeOf({ light: '#7a1f5c', dark: '#e9a3d0' })
  await administrator.post(at, { ...face, light: '#1f3d7a', dark: '#a3c0e9' })
  const after = themeOf({ light: '#1f3d7a', dark: '#a3c0e9' })
  const old = await world.visitor().get(`/haicheng/theme-${before.print}.css`)
  expect([old.statusCode, old.headers.location]).toEqual([302, `/haicheng/theme-${after.print}.css`])
  expect(old.headers['cache-control']).toBe('no-store')
  expect((await world.visitor().get(`/haicheng/theme-${after.print}.css`)).body).toBe(after.css)
})

describe('a face that cannot be', () => {
  const shared = forAll(async () => {
    const world = await testWorld()
    return { world, administrator: await world.staff('administrator') }
  })
  test.each([
    [{ light: '#7fc9c4' }, 'light', 'This colour has a contrast of only 1.'],
    [{ dark: '#402030' }, 'dark', 'Choose a lighter one'],
    [{ light: 'teal' }, 'light', 'Enter a colour as #'],
    [{ light: '' }, 'dark', 'Enter both colours, or neither'],
    [{ languages: [] }, 'languages', 'Choose at least one language'],
    [{ languages: ['zh-Hant'] }, 'first', 'Choose one of the languages above'],
    [{ 'name-zh-Hant': '' }, 'name-zh-Hant', 'Enter a name'],
    [{ 'contact-en': '長'.repeat(301) }, 'contact-en', 'At most 300 characters'],
  ])('a face with %o is refused in words, and nothing typed is lost', async (form, field, words) => {
    const { world, administrator } = shared()
    const sent = await administrator.post(at, { ...face, ...form })
    expect(sent.statusCode).toBe(422)
    const back = page(sent)
    expect(Object.keys(back.problems)).toContain(field)
    expect(back.field(field).error).toContain(words)
    expect(back.field('name-en').value).toBe('Haicheng County')
    expect(themeIn(await world.visitor().read('/haicheng'))).toBeUndefined()
  })
})

test('without a colour of its own a government has the product’s', async () => {
  const world = await testWorld()
  const administrator = await world.staff('administrator')
  await administrator.post(at, face)
  await administrator.post(at, { ...face, light: '', dark: '' })
  expect(themeIn(await world.visitor().read('/haicheng'))).toBeUndefined()
})

test('contrast is WCAG’s, and is measured on the colours that the pages really have', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  const tokens = readFileSync('views/styles/_tokens.scss', 'utf8')
  const [light, dark] = tokens.split('@mixin dark')
  for (const [scheme, text] of [
    ['light', light],
    ['dark', dark],
  ] as const) {
    expect(/--paper: (#\w+)/.exec(text!)?.[1]).toBe(surfaces[scheme].paper)
    expect(/--sheet: (#\w+)/.exec(text!)?.[1]).toBe(surfaces[scheme].sheet)
    expect(/--teal: (#\w+)/.exec(text!)?.[1]).toBe(usualAccent[scheme])
  }
  // the product's own colours pass the check that a government's must
  expect(worstContrast('#0a5559', 'light')).toBeGreaterThan(leastContrast)
  expect(worstContrast('#7fc9c4', 'dark')).toBeGreaterThan(leastContrast)
})

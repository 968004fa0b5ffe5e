// Somebody old reads with text at twice its size on a phone: ordinary pages with ordinary words stay as wide as the window.
import { expect, test } from 'vitest'
import { openCity, useChromium } from '../support/browser.ts'
import { answeredOn, givenCase } from '../support/cases.ts'

const chromium = useChromium()

/** In px. The last word of the stages, which stay in one row, stands out by less. */
const halfALetter = 10

test.each(['en-GB', 'zh-TW'])('text at 200 % does not make a page wider than a phone (%s)', async (locale) => {
  const city = await openCity(chromium(), true)
  await givenCase(city.world, { number: '2026-0001', title: '夜市停用一次性餐具', stage: 'gathering' })
  await givenCase(city.world, { number: '2026-0002', title: '公車站牌加上點字', ...answeredOn('2026-03-20') })
  const reader = await city.open(null, locale)
  await reader.setViewportSize({ width: 390, height: 800 })
  const pages = [
    '',
    '/proposals',
    '/archive',
    '/proposals/2026-0001',
    '/proposals/2026-0002',
    '/commitments',
    '/figures',
  ]
  const more = [
    '/agencies',
    '/agencies/epb',
    '/proposals/new',
    '/proposals/new/problem',
    '/proposals/new/place',
    '/help',
  ]
  const wide: string[] = []
  for (const path of [...pages, ...more].map((rest) => `/haicheng${rest}`).concat('/', '/sign-in')) {
    await reader.goto(path)
    const over = await reader.evaluate<number>(`(() => {
      document.documentElement.style.fontSize = '200%'
      return document.documentElement.scrollWidth - window.innerWidth
    })()`)
    if (over > halfALetter) wide.push(`${path}: ${over} px`)
  }
  expect(wide).toEqual([])
})

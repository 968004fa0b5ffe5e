// A journalist: searches the archive, narrows it, reads a case, takes the data, looks at the agency, and prints.
import { expect, test } from 'vitest'
import { openCity, useChromium } from '../support/browser.ts'
import { answeredOn, givenCase } from '../support/cases.ts'

const chromium = useChromium()

test.each([true, false])('finds a late answer, cites it and takes its data (scripts: %s)', async (scripts) => {
  const city = await openCity(chromium(), scripts)
  const decided = { asks: ['公布測站資料。'], lead: city.world.agencies.environment, signed: { gangdong: 9 } }
  await givenCase(city.world, {
    number: '2025-0001',
    title: '夜市停用一次性餐具',
    ...answeredOn('2026-04-13', 'adopted'),
    ...decided,
    decisions: ['adopted'],
    promise: { what: '公開各夜市的垃圾量', dueOn: '2026-06-08', state: 'open' },
  })
  await givenCase(city.world, {
    number: '2025-0002',
    title: '夜市設置洗手臺',
    ...answeredOn('2026-03-03', 'not_adopted'),
    ...decided,
    decisions: ['not_adopted'],
  })
  await givenCase(city.world, {
    number: '2025-0003',
    title: '夜市延長營業',
    stage: 'expired',
    outcome: 'expired',
    endedAt: new Date('2026-03-12T00:00:00+08:00'),
  })

  const page = await city.open()
  await page.goto('/')
  await city.look(page)
  await page.getByRole('link', { name: 'Haicheng City' }).click()
  await city.look(page)
  await page.getByRole('link', { name: 'Archive' }).first().click()
  await city.look(page)

  // Two characters are enough, and filters narrow in place.
  await page.getByRole('searchbox').fill('夜市')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.getByRole('heading', { name: /夜市/ }).first().waitFor()
  const hits = page.getByRole('heading', { level: 3 }).getByRole('link')
  expect(await hits.count()).toBe(3)
  await page.getByLabel('Answer deadline').selectOption('late')
  if (!scripts) await page.getByRole('button', { name: 'Apply' }).click()
  await page.waitForURL(/answered=late/)
  await expect.poll(() => hits.count()).toBe(1)
  await city.look(page)
  // Removing the filter brings them back; Back brings the filter back.
  await page.getByRole('list').getByRole('link', { name: /late/i }).first().click()
  await expect.poll(() => hits.count()).toBe(3)
  await page.goBack()
  await page.waitForURL(/answered=late/)

  await hits.first().click()
  await page.getByRole('heading', { level: 1, name: '夜市停用一次性餐具' }).waitFor()
  await city.look(page)
  await page.getByText('12 days late').first().waitFor()
  const json = await page.request.get('/haicheng/proposals/2025-0001.json')
  expect(await json.json()).toMatchObject({
    outcome: 'adopted',
    answered_in_time: false,
    commitments: [{ what: '公開各夜市的垃圾量', due_on: '2026-06-08', state: 'open' }],
  })

  // On paper: the case and its address, without the frame's controls.
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true)
  expect(await page.getByRole('navigation').first().isVisible()).toBe(false)
  await page.emulateMedia({ media: 'screen' })

  await page.goto('/haicheng/agencies')
  await city.look(page)
  await page.getByRole('link', { name: 'Environment Bureau' }).click()
  await page.getByText('公開各夜市的垃圾量').waitFor()
  await city.look(page)
  for (const help of ['help', 'help/journalists', 'help/deadlines', 'accessibility', 'privacy', 'sitemap']) {
    await page.goto(`/haicheng/${help}`)
    await city.look(page)
  }
})

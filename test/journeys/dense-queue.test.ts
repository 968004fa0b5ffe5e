// The queue on one screen: how many cases staff see at once, in both languages, and that nothing of it is lost on a phone.
import { expect, test } from 'vitest'
import { openCity, useChromium } from '../support/browser.ts'
import { type GivenCase, givenCases, givenSupport } from '../support/cases.ts'

const chromium = useChromium()
const day = 86_400_000
const leastRows = 15

/** As long as people write them: of ten in the open data of Taiwan's platform one has 8 characters, the middle one 19, one 41 and more. */
const titles = [
  '禁用免洗餐具吧！',
  '里民活動中心開放充電',
  '公車站牌請加裝夜間照明',
  '海澄車站前增設行人庇護島',
  '公車動態看板請同時顯示末班車時間',
  '國小通學步道上的變電箱請遷移或美化',
  '請在海澄車站前增設行人庇護島，讓年長者分兩段過馬路',
  '建議公園的遊具改為共融式，讓坐輪椅的孩子也能和同學一起玩耍',
  '颱風停班停課期間請開放里民活動中心，讓沒有電的住戶可以充電、煮食，並且能夠過夜',
  '建議修改自治條例，讓里民活動中心在颱風停班停課期間開放給沒有電的住戶充電、煮食與過夜，並由區公所公布可收容人數',
]

test.each([
  ['en-GB', true],
  ['zh-TW', true],
  ['zh-TW', false],
])('at 1280 × 900 at least 15 cases of the queue are on one screen (%s, scripts: %s)', async (locale, scripts) => {
  const { world, open, look } = await openCity(chromium(), scripts)
  const at = world.clock.now.getTime()
  const moment = (days: number) => new Date(at + days * day)
  const ids = await givenCases(
    world,
    Array.from(
      { length: 60 },
      (_, i): GivenCase =>
        i % 3
          ? {
              ...{ stage: 'checking', publishedAt: null, closesBefore: null, number: `2026-${1001 + i}` },
              ...{
                title: titles[(i * 3) % titles.length]!,
                submittedAt: moment(-9),
                checkDueBefore: moment((i % 20) - 6),
              },
            }
          : {
              ...{ stage: 'review', number: `2026-${1001 + i}`, title: titles[(i * 3) % titles.length]! },
              ...{ publishedAt: moment(-50), thresholdMetAt: moment(-30), closesBefore: moment(10) },
              ...{ scheduleDueBefore: moment(-20), scheduledAt: moment(-25), answerDueBefore: moment((i % 30) - 4) },
            },
    ),
  )
  for (const [i, id] of ids.entries())
    if (i % 12 === 0) await givenSupport(world, id, { dueBefore: moment(3), assignedAt: moment(-30) })

  for (const [who, address] of [
    [await world.staff('administrator'), '/haicheng/desk?show=all'],
    [await world.staff('moderator'), '/haicheng/desk'],
    [await world.staff('officer', world.agencies.environment), '/haicheng/desk'],
  ] as const) {
    const page = await open(who, locale)
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.goto(address)
    const boxes = await page.locator('.queue li > a').evaluateAll((links) =>
      (links as unknown as { getBoundingClientRect(): { top: number; bottom: number } }[]).map((link) => {
        const { top, bottom } = link.getBoundingClientRect()
        return { top, bottom }
      }),
    )
    const whole = boxes.filter(({ top, bottom }) => top >= 0 && bottom <= 900).length
    expect(boxes.length).toBeGreaterThan(leastRows)
    expect(whole, `${who.email}: ${JSON.stringify(boxes.slice(0, 18))}`).toBeGreaterThanOrEqual(leastRows)

    // on a phone each row says the same, one below the other, none wider than the screen
    const said = await page.locator('.queue li').allInnerTexts()
    await page.setViewportSize({ width: 320, height: 800 })
    expect(await page.locator('.queue li').count()).toBe(said.length)
    const wide = await page
      .locator('.queue li *')
      .evaluateAll(
        (all) =>
          (all as unknown as { getBoundingClientRect(): { right: number } }[]).filter(
            (one) => one.getBoundingClientRect().right > 320.5,
          ).length,
      )
    expect(wide).toBe(0)
    await look(page)
  }
})

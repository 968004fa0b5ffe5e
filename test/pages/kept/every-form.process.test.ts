// Whoever fills in any form of any page, and presses its button after their session has ended, has it before them again.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { pageOfForm } from '../../../src/pages/shared/kept-forms.ts'
import { givenCase, givenSupport } from '../../support/cases.ts'
import { giveSeat, makeElsewhere } from '../../support/city.ts'
import { everyPage } from '../../support/every-page.ts'
import { type FilledForm, filledForms, isWords, shownForms } from '../../support/filled-forms.ts'
import { sourceSaying } from '../../support/join.ts'
import { signAs } from '../../support/signs.ts'
import { routesOf, testWorld, type Visitor, type World } from '../../support/world.ts'

/** Nothing is typed there but secrets and what must be kept nowhere; or the press is what a visitor makes, without a session. */
const withoutSession =
  /^\/(?:[^/]+\/(?:verification|desk\/(?:counter|[^/]+\/paper))|sign-in|sign-out|demo|kept|unsubscribe|invitation|me\/(passkeys(?!\/[^/]+\/names$)|sessions))(?![\w-])/

/** Nobody need be signed in: it is done, or asks for what a stranger must say besides, with every word. */
const openToAll = /\/proposals\/[\d-]+\/(cosignatures|references)$|\/log\/receipt$/

/**
 * Buttons and files alone: no words are typed there. A sample is marked line by line, a number each; why a sheet of paper is taken back
 * is tried in test/pages/paper.
 */
const buttons =
  /\/(removals|restorations|retirements|moves|moves\/:token|withdrawals|retractions|copies|deletions|submissions|drafts|approvals|endings|revocations|mails|coordinations|passkeys|looks|sample|files|files\/:file|register\/answers|integrity\/:batch|paper\/:sheet\/changes|follows\/:token|cosignatures\/:token|references\/:id\/decisions|settings\/:token)$|^\/me\/(mail|calendars|webhooks\/:id\/.*|address\/:token|data\/bring)$|^\/witness\/|\/proposals\/new\/:step$/

/** What decides or publishes beside the text of a case says which text was read. */
const deciding =
  /proposals\/[\d-]+\/(decisions|answers|supplements|transfers|extensions|schedules|contacts|contributions|parts|part-changes|hand-overs|asks|releases)$/

const listed = (value: string | string[] | undefined) => [value ?? []].flat()
const sorted = (value: string | string[] | undefined) => [...listed(value)].sort().join('\n')

/** Forms of the same fields that are sent to one address are one, wherever they stand. */
const nameOf = ({ action, typed, sends }: FilledForm) =>
  [action, ...Object.keys(typed), sends.field ?? '', sends.pending ?? ''].join(' ')

/** By their names, with the page they stand on and who fills them in. */
async function formsOn(pages: [path: string, who: Visitor | null][]): Promise<[FilledForm, string, Visitor][]> {
  const found = new Map<string, [FilledForm, string, Visitor]>()
  for (const [path, who] of pages) {
    if (!who) continue
    for (const form of filledForms((await who.get(path)).body, path.split('?')[0]!))
      if (Object.keys(form.typed).length && !withoutSession.test(form.action))
        found.set(nameOf(form), [form, path, who])
  }
  return [...found.values()]
}

test('every form that was filled in comes back, open and as it was typed, after signing in again', async () => {
  const world = await testWorld()
  const say = (field: string, most: number) => [...`${field}的字而且寫得夠長了可以送出`].slice(0, most).join('')
  const forms = await formsOn(await everyPage(world, say))
  expect(forms.length).toBeGreaterThan(60)
  expect(await lostIn(world, forms)).toEqual([])
  const stages = await everyStage()
  const others = await formsOn(stages.pages)
  expect(await lostIn(stages.world, others)).toEqual([])

  // No route takes what somebody typed, and was not tried here.
  const tried = [...forms, ...others].map(([{ action }]) => action)
  const isTried = (route: string) => {
    const address = new RegExp(`^${route.replace(/:[a-z]+(?:\([^)]*\))?/gi, '[^/]+')}$`)
    return tried.some((action) => address.test(action))
  }
  const routes = routesOf(world, 'POST').map((route) => route.replace('POST ', ''))
  expect(routes.filter((route) => !isTried(route) && !withoutSession.test(route) && !buttons.test(route))).toEqual([])
})

/** Pages of cases in stages, and of people, that a whole life does not come to: what they ask for is typed too. */
async function everyStage() {
  const world = await testWorld({ rules: { threshold: 5000 } })
  const { environment, transport } = world.agencies
  const author = await world.signedIn('author@example.tw')
  const moderator = await world.staff('moderator')
  const officer = await world.staff('officer', environment)
  const supporting = await world.staff('officer', transport, 'transport@haicheng.test')
  const administrator = await world.staff('administrator')
  const at = (n: number) => `/haicheng/proposals/2026-000${n}`
  const review = { stage: 'review', thresholdMetAt: new Date('2026-06-10T10:00:00+08:00') } as const
  const reviewed = await givenCase(world, { number: '2026-0001', authorId: author.personId, ...review })
  await givenSupport(world, reviewed)
  const checking = { stage: 'checking', publishedAt: null, closesBefore: null } as const
  await givenCase(world, { number: '2026-0002', authorId: author.personId, ...checking })
  await moderator.post(`${at(2)}/decisions`, { decision: 'refuse', reason: 'unclear', words: '看不出請求機關做什麼。' })
  await givenCase(world, { number: '2026-0003', asks: [], source: sourceSaying('gathering') })
  await givenCase(world, { number: '2026-0004' })
  await givenCase(world, { number: '2026-0005' })
  for (let i = 10; i < 22; i++) await signAs(world, `voter${i}@made-up.example.org`)
  await author.post(`${at(4)}/cosignatures`, { district: 'shibi', reason: '孩子每天走這條路。' })
  const there = await makeElsewhere(world.db)
  const receiving = await world.signedIn('moderator@elsewhere.test')
  const seat = { governmentId: there, role: 'moderator', at: world.clock.now } as const
  await giveSeat(world.db, { ...seat, personId: receiving.personId! })
  await moderator.post(`${at(4)}/hand-overs`, { to: 'elsewhere', words: '海堤屬他方市。' })
  const outside = { receiver: '經濟部水利署', link: '', handed: '2026-06-17', due: '2026-06-30' }
  await moderator.post(`${at(5)}/hand-overs`, { to: 'outside', ...outside, words: '海堤屬中央管轄。' })
  const desk = [1, 2, 3, 4, 5].flatMap((n) =>
    [moderator, officer, supporting, administrator].map((who): [string, Visitor] => [
      `/haicheng/desk/2026-000${n}`,
      who,
    ]),
  )
  const pages: [string, Visitor][] = [
    ...desk,
    [at(1), author],
    [at(2), author],
    [`${at(1)}/references`, author],
    [`${at(4)}/reasons`, moderator],
    ['/elsewhere/desk/received', receiving],
    ['/haicheng/desk/2026-0001/integrity', moderator],
    ['/haicheng/log/receipt', author],
    ['/haicheng/desk/references', moderator],
  ]
  return { world, pages }
}

async function lostIn(world: World, forms: [FilledForm, string, Visitor][]): Promise<string[]> {
  const nobody = await world.signedIn('nobody@example.tw')
  const lost: string[] = []
  for (const [form, path, who] of forms) {
    const stranger = world.visitor()
    const sent = await send(stranger, form)
    if (openToAll.test(form.action)) {
      const words = Object.values(form.typed).flat().filter(isWords)
      if (sent.statusCode !== 303 && !words.every((one) => sent.body.includes(one))) lost.push(`lost: ${form.action}`)
      const shown = shownForms((await who.get(path)).body, path.split('?')[0]!)
      if (form.action.endsWith('s') && !shown.some(({ action, savesItself }) => action === form.action && savesItself))
        lost.push(`not saved while it is typed: ${form.action}`)
      continue
    }
    const signIn = new URL(String(sent.headers.location), 'http://localhost')
    expect([form.action, sent.statusCode, signIn.pathname]).toEqual([form.action, 303, '/sign-in'])
    const cookie = `fuyi=${who.cookie('fuyi')}; kept=${stranger.cookie('kept')}`
    const back = signIn.searchParams.get('next')!
    const shown = shownForms((await who.get(back, { cookie })).body, back.split('?')[0]!)
    const same = shown.filter(({ action, values }) => action === form.action && hasAll(form, values))
    if (!same.some(({ folded }) => !folded)) lost.push(`${same.length ? 'folded' : 'lost'}: ${form.action} of ${path}`)
    const words = Object.values(form.typed).flat().filter(isWords)
    if (words.length && !same.some((one) => one.savesItself)) lost.push(`not saved while it is typed: ${form.action}`)
    if (deciding.test(form.action) && !form.sends['text-revision']) lost.push(`says not what was read: ${form.action}`)
    // a seat may have been taken away while its holder wrote
    const refused = await send(nobody, form)
    const mayAnybody = refused.statusCode === 303
    if (!mayAnybody && !words.every((one) => refused.body.includes(one)))
      lost.push(`refused, without its words: ${form.action}`)
  }
  return lost
}

const send = (who: Visitor, { action, sends, typed, multipart }: FilledForm) =>
  multipart ? who.hand(action, { ...sends, ...typed }, null) : who.post(action, { ...sends, ...typed })

/** A form may show an empty row more than there was; another agency that was chosen takes its place in the choice. */
function hasAll({ typed }: FilledForm, values: { [name: string]: string[] }): boolean {
  // what confirms something that nobody can undo is ticked anew
  const { lead, other_lead: other, sure: _, ...rest } = typed
  if (lead === '*' && sorted(values.lead) !== sorted(other)) return false
  return Object.entries(rest).every(([name, value]) => {
    const stands = Array.isArray(value) && value.every((one) => isWords(one) || /^\d|^$/.test(one))
    return sorted(stands ? values[name]?.slice(0, value.length) : values[name]) === sorted(value)
  })
}

test('every form that the desk shows of a case comes back to the desk', async () => {
  const world = await testWorld()
  const nouns = readdirSync('views/desk')
    .map((name) => readFileSync(`views/desk/${name}`, 'utf8'))
    .flatMap((text) =>
      [...text.matchAll(/action="<%= (?:c|it\.current)\.self %>\/([a-z-]+)[#"]/g)].map(([, noun]) => noun!),
    )
  expect(nouns.length).toBeGreaterThan(12)
  for (const noun of nouns)
    expect([noun, pageOfForm(world.app, `/haicheng/proposals/2026-0001/${noun}`)]).toEqual([
      noun,
      expect.stringMatching(/^\/haicheng\/desk\/2026-0001/),
    ])
})

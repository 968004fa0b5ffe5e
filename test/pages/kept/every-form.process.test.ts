// Whoever fills in any form of any page, and presses its button after their session has ended, has it before them again.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { pageOfForm } from '../../../src/pages/shared/kept-forms.ts'
import { everyPage } from '../../support/every-page.ts'
import { type FilledForm, filledForms, isWords, shownForms } from '../../support/filled-forms.ts'
import { testWorld, type Visitor, type World } from '../../support/world.ts'

/** Nothing is typed there but secrets and what must be kept nowhere; or the press is what a visitor makes, without a session. */
const withoutSession =
  /^\/(?:[^/]+\/(?:verification|desk\/(?:counter|[^/]+\/paper))|sign-in|sign-out|demo|kept|unsubscribe|invitation|me\/(passkeys(?!\/[^/]+\/names$)|sessions))(?![\w-])/

/** What decides or publishes beside the text of a case says which text was read. */
const deciding =
  /proposals\/[\d-]+\/(decisions|answers|supplements|transfers|extensions|schedules|contacts|contributions|parts|part-changes|hand-overs|asks|releases)$/

const listed = (value: string | string[] | undefined) => [value ?? []].flat()
const sorted = (value: string | string[] | undefined) => [...listed(value)].sort().join('\n')

/** Forms of the same fields that are sent to one address are one, wherever they stand. */
const nameOf = ({ action, typed, sends }: FilledForm) =>
  [action, ...Object.keys(typed), sends.field ?? '', sends.pending ?? ''].join(' ')

async function everyForm(world: World): Promise<[form: FilledForm, path: string, who: Visitor][]> {
  const found = new Map<string, [FilledForm, string, Visitor]>()
  const say = (field: string, most: number) => [...`${field}的字而且寫得夠長了可以送出`].slice(0, most).join('')
  for (const [path, who] of await everyPage(world, say)) {
    if (!who) continue
    for (const form of filledForms((await who.get(path)).body, path.split('?')[0]!))
      if (Object.keys(form.typed).length && !withoutSession.test(form.action))
        found.set(nameOf(form), [form, path, who])
  }
  return [...found.values()]
}

test('every form that was filled in comes back, open and as it was typed, after signing in again', {
  timeout: 300_000,
}, async () => {
  const world = await testWorld()
  const forms = await everyForm(world)
  expect(forms.length).toBeGreaterThan(60)
  const nobody = await world.signedIn('nobody@example.tw')
  const lost: string[] = []
  for (const [form, path, who] of forms) {
    const stranger = world.visitor()
    const sent = await send(stranger, form)
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
  expect(lost).toEqual([])
})

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

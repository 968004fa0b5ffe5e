// The first day: a government, an agency, an invitation; and what is refused before anything is written.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { lastChanges, publicChanges } from '../../src/domain/administration/settings-store.ts'
import { changeAgency, changeStaffPasskeys } from '../../src/domain/governments/changes.ts'
import { acceptInvitation } from '../../src/domain/governments/commands.ts'
import { agenciesOf, findGovernment } from '../../src/domain/governments/store.ts'
import { write } from '../../src/platform/db/write.ts'
import { invitations } from '../../src/schema/agencies.ts'
import { outbox } from '../../src/schema/notifications.ts'
import { passkeyAllowances } from '../../src/schema/sign-in.ts'
import { giveSeat, makeCity, makeSession } from '../support/city.ts'
import { run, servingOn } from '../support/command.ts'
import { connectForTest, manyConnections, testUrl } from '../support/database.ts'

test.runIf(manyConnections)('a second government is added, and nothing that would not work in it', async () => {
  const url = await testUrl()
  const db = await connectForTest(url, { busyFor: 20_000 })
  const city = await makeCity(db, new Date())
  const folder = mkdtempSync(join(inject('folder'), 'invite-'))
  writeFileSync(join(folder, 'logger'), `#!/bin/sh\necho "$@" >> ${folder}/log\n`, { mode: 0o755 })
  const settings = { ...servingOn(url), PATH: `${folder}:${process.env.PATH}` }
  const fuyi = (...args: string[]) => run(args, settings)

  const added = await fuyi('government', 'add', 'nanzhou', '--name', '南洲縣')
  expect(added.code).toBe(0)
  const strange = await fuyi('government', 'add', 'beizhou', '--name', '北洲縣', '--languages', 'zh-Hant,fr')
  expect([strange.code, strange.err]).toEqual([2, expect.stringContaining('there are no words in "fr"')])
  expect(await findGovernment(db.reads, 'beizhou')).toBeNull()

  const odd = await fuyi('agency', 'add', 'nanzhou', 'Public Works', '--name', '工務處')
  expect([odd.code, odd.err]).toEqual([2, expect.stringContaining('cannot be a code')])
  const works = await fuyi('agency', 'add', 'nanzhou', 'works', '--name', '工務處')
  expect(works.code).toBe(0)
  const nanzhou = await findGovernment(db.reads, 'nanzhou')
  expect((await agenciesOf(db.reads, nanzhou!.id)).map((a) => a.code)).toEqual(['coordination', 'works'])

  // Both are told to who guards the platform, and stand among the changes that everybody, and that colleagues, can read.
  const here = { channel: 'security', account: null, government: 'nanzhou' }
  expect(JSON.parse(added.err)).toMatchObject({ ...here, event: 'government_added', command: 'government add' })
  const change = { ...here, event: 'settings_changed', area: 'agencies', command: 'agency add' }
  expect(JSON.parse(works.err)).toMatchObject(change)
  expect(readFileSync(join(folder, 'log'), 'utf8').split('\n').slice(0, 2)).toEqual(
    [added, works].map(({ err }) => `--tag fuyi --priority auth.info -- ${err.trim()}`),
  )
  const traces = [
    { area: 'agencies', act: 'added', subject: 'works' },
    { area: 'rules', act: 'added', subject: '1' },
  ]
  expect((await publicChanges(db.reads, nanzhou!.id)).map(({ facts }) => facts)).toEqual(traces)
  expect(await lastChanges(db.reads, nanzhou!.id)).toMatchObject(
    traces.map((t) => ({ ...t, personId: null, who: null })),
  )

  const ended = { name: { 'zh-Hant': '環保局' }, validFrom: null, validTo: '2026-01-31', successorId: null }
  await write(db, (tx) => changeAgency(tx, city.government.id, city.agencies.environment, ended))
  const officer = ['staff', 'invite', 'new@haicheng.test', '--government', 'haicheng', '--role', 'officer', '--agency']
  const late = await fuyi(...officer, 'epb')
  expect([late.code, late.err]).toEqual([2, expect.stringContaining('ended on 2026-01-31')])
  expect(await db.reads.select().from(invitations)).toEqual([])
  const link = await fuyi(...officer, 'transport')
  expect([link.code, link.out]).toEqual([0, expect.stringMatching(/^http:\/\/localhost:3000\/invitation\/\S+\n$/)])

  // Who guards the platform hears of it as of an invitation on the pages: by role, never by address; the system's log too.
  const event = { channel: 'security', event: 'role_invited', account: null, role: 'officer', government: 'haicheng' }
  expect(JSON.parse(link.err)).toMatchObject({ ...event, command: 'staff invite' })
  expect(late.err + link.err).not.toMatch(/@|invitation\//)
  expect(readFileSync(join(folder, 'log'), 'utf8')).toContain(`\n--tag fuyi --priority auth.info -- ${link.err}`)

  // Asked for twice: refused, unless a new link is what is meant; then the first one is none any more.
  const twice = await fuyi(...officer, 'transport')
  expect([twice.code, twice.err]).toEqual([1, expect.stringContaining('is invited already')])
  const renewed = await fuyi(...officer, 'transport', '--again')
  expect([renewed.code, renewed.out === link.out]).toEqual([0, false])
  expect(await db.reads.select().from(invitations)).toHaveLength(1)
  const person = await makeSession(db, 'new@haicheng.test', new Date())
  const accept = (said: { out: string }) =>
    write(db, (tx) =>
      acceptInvitation(
        tx,
        said.out.trim().split('/').at(-1)!,
        { id: person.personId, email: 'new@haicheng.test' },
        new Date(),
      ),
    )
  expect(await accept(link)).toBeNull()
  expect(await accept(renewed)).not.toBeNull()
  const seated = await fuyi(...officer, 'transport', '--again')
  expect([seated.code, seated.err]).toEqual([1, expect.stringContaining('is officer there already')])
  const moderator = ['staff', 'invite', 'm@haicheng.test', '--government', 'haicheng', '--role', 'moderator']
  expect((await fuyi(...moderator, '--agency', 'transport')).code).toBe(2)
})

test.runIf(manyConnections)(
  'the last administrator, whose passkey is lost, gets in again from the machine',
  async () => {
    const url = await testUrl()
    const db = await connectForTest(url, { busyFor: 20_000 })
    const { government } = await makeCity(db, new Date())
    const email = 'last@haicheng.test'
    const { personId } = await makeSession(db, email, new Date())
    await giveSeat(db, { personId, governmentId: government.id, role: 'administrator', at: new Date() })
    const allow = (who: string) => run(['staff', 'passkey', who, '--government', 'haicheng'], servingOn(url))

    const early = await allow(email)
    expect([early.code, early.err]).toEqual([1, expect.stringContaining('asks for no passkey')])
    await write(db, (tx) => changeStaffPasskeys(tx, government.id, true))
    const stranger = await allow('stranger@haicheng.test')
    expect([stranger.code, stranger.err]).toEqual([1, expect.stringContaining('holds no seat at /haicheng')])

    const allowed = await allow(email)
    expect([allowed.code, allowed.out]).toEqual([0, expect.stringContaining('http://localhost:3000/me')])
    expect(JSON.parse(allowed.err)).toMatchObject({ event: 'passkey_allowed', whose: personId, government: 'haicheng' })
    const [row] = await db.reads.select().from(passkeyAllowances)
    expect(row).toMatchObject({ personId, governmentId: government.id })
    const [mail] = await db.reads.select().from(outbox)
    expect(mail).toMatchObject({ kind: 'passkey_allowed', address: email })
  },
)

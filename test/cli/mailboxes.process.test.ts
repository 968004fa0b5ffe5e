// What an operator learns and sets about mailboxes, from the command line.
import { expect, test } from 'vitest'
import { findOrCreatePerson } from '../../src/domain/people/store.ts'
import { newId } from '../../src/lib/id.ts'
import { write } from '../../src/platform/db/write.ts'
import { people } from '../../src/schema/people.ts'
import { run } from '../support/command.ts'
import { connectForTest, manyConnections, testUrl } from '../support/database.ts'

test.runIf(manyConnections)(
  'migrate reports mailboxes with two accounts; rules are edited and follow at once',
  async () => {
    const url = await testUrl()
    const db = await connectForTest(url, { busyFor: 20_000 })
    const fuyi = (...args: string[]) => run(args, { DATABASE_URL: url })
    const at = new Date()
    await write(db, async (tx) => {
      for (const email of ['w.ang@gmail.com', 'wang@gmail.com', 'mei+1@school.example'])
        await tx.insert(people).values({ id: newId(), email, emailKey: email, language: 'zh-Hant', createdAt: at })
    })
    const migrated = await fuyi('migrate')
    expect(migrated.code).toBe(0)
    expect(migrated.out).toContain('One mailbox has more than one account')
    expect(migrated.out).toMatch(/wang@gmail\.com: wang@gmail\.com \(.+\), w\.ang@gmail\.com \(.+\)/)
    expect(await fuyi('mailbox', 'doubles')).toMatchObject({ code: 0, out: expect.stringContaining('w.ang@gmail.com') })

    expect(await fuyi('mailbox', 'rule', 'school.example', '--cut', '+')).toMatchObject({
      code: 0,
      out: expect.stringContaining('school.example: ignores what follows +.'),
    })
    expect((await fuyi('mailbox', 'rules')).out).toMatch(/school\.example +ignores what follows \+ +own/)
    const found = await write(db, (tx) => findOrCreatePerson(tx, 'mei@school.example', 'en', at))
    expect(found.email).toBe('mei+1@school.example')

    for (const wrong of [
      ['school.example'],
      ['nonsense', '--cut', '+'],
      ['school.example', '--cut', 'abc'],
      ['school.example', '--none', '--cut', '+'],
      ['school.example', '--same-as', 'googlemail.com'],
      ['gmail.com', '--same-as', 'school.example'],
    ])
      expect([wrong, (await fuyi('mailbox', 'rule', ...wrong)).code]).toEqual([wrong, 2])
  },
)

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { isNull } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { enqueueMail } from '../../../src/domain/notifications/store.ts'
import { write } from '../../../src/platform/db/write.ts'
import { outbox } from '../../../src/schema/notifications.ts'
import { until } from '../../support/command.ts'
import { connectForTest, manyConnections, testUrl } from '../../support/database.ts'
import { smtpServer } from '../../support/smtp.ts'

const script = fileURLToPath(new URL('./sending-process.ts', import.meta.url))
const connections = 5

test.runIf(manyConnections)(
  'a process killed while sending loses nothing, and repeats only what was being handed over',
  async () => {
    const url = await testUrl()
    const db = await connectForTest(url, { busyFor: 20_000 })
    const server = await smtpServer()
    const wanted = Array.from({ length: 300 }, (_, i) => `p${i}@b.test`)
    const at = new Date()
    await write(db, async (tx) => {
      for (const address of wanted)
        await enqueueMail(tx, { kind: 'invitation', address, language: 'en', facts: { token: 'T' }, at })
    })
    const begin = (run: number) => {
      const ahead = String(run * 120_000) // as if each restart came when the killed one's lease was over
      const env = { ...process.env, DATABASE_URL: url }
      const child = spawn(process.execPath, ['--import', 'tsx', script, url, server.url, ahead], {
        env,
        stdio: 'ignore',
      })
      onTestFinished(() => void child.kill('SIGKILL'))
      return child
    }

    let kills = 0
    for (const enough of [40, 150]) {
      const child = begin(kills)
      await until(() => server.received.length >= enough)
      child.kill('SIGKILL')
      kills++
      await once(child, 'exit')
    }
    begin(kills)
    await until(async () => !(await db.reads.select().from(outbox).where(isNull(outbox.sentAt)).limit(1)).length)

    const received = server.received.map((m) => m.to)
    expect([...new Set(received)].sort()).toEqual([...wanted].sort())
    expect(received.length - wanted.length).toBeLessThanOrEqual(kills * connections)
    // a repeated message is known by its Message-ID
    expect(new Set(server.received.map((m) => m.messageId)).size).toBe(wanted.length)
  },
)

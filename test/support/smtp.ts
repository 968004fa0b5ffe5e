// A real SMTP server that fails when told to.
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { onTestFinished } from 'vitest'

/** `from`: of the envelope, where it comes back to */
export type Received = { from: string; to: string; messageId: string; subject: string; raw: string }
/** What to do with the next message: take it, refuse with this SMTP code, hang up before taking it, or be slow. */
export type Manner = 'take' | 'drop' | 'slow' | number

export async function smtpServer() {
  const received: Received[] = []
  const tried: string[] = []
  const state = { manner: (_to: string, _nth: number): Manner => 'take' }
  let nth = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo({ address }, session, callback) {
      const manner = state.manner(address, ++nth)
      tried.push(address)
      ;(session as { manner?: Manner }).manner = manner
      if (typeof manner === 'number') return callback(Object.assign(new Error('not now'), { responseCode: manner }))
      callback()
    },
    onData(stream, session, callback) {
      const { manner } = session as { manner?: Manner }
      let raw = ''
      stream.on('data', (piece: Buffer) => {
        raw += piece.toString('utf8')
      })
      stream.on('end', () => {
        if (manner === 'drop') {
          for (const connection of server.connections as Set<{ session: unknown; close(): void }>)
            if (connection.session === session) connection.close()
          return
        }
        const take = () => {
          received.push({
            from: (session.envelope.mailFrom || { address: '' }).address,
            to: session.envelope.rcptTo[0]!.address,
            messageId: /^Message-ID: (.*)$/im.exec(raw)?.[1] ?? '',
            subject: /^Subject: (.*)$/im.exec(raw)?.[1] ?? '',
            raw,
          })
          callback()
        }
        manner === 'slow' ? setTimeout(take, 100) : take()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.server.address() as AddressInfo
  let open = true
  const close = async () => {
    if (!open) return
    open = false
    await new Promise<void>((done) => server.close(done))
  }
  onTestFinished(close)
  return { url: `smtp://127.0.0.1:${port}`, port, received, tried, state, close }
}

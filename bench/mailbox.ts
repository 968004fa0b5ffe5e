// A mail server that takes everything and counts it: each message with its whole body, and each Message-ID that came before.
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export type Mailbox = {
  /** mails taken, those of them that had come before, and their bytes */
  mails: number
  twice: number
  bytes: number
  /** most connections at once */
  connections: number
  /** when each address beginning with 'code-' got its mail, epoch ms */
  codes: { [address: string]: number }
}

const slow = Number(process.argv[2] ?? 0) // ms that a mail takes
const ids = new Set<string>()
const box: Mailbox = { mails: 0, twice: 0, bytes: 0, connections: 0, codes: {} }

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  logger: false,
  disableReverseLookup: true,
  onConnect(_session, callback) {
    box.connections = Math.max(box.connections, server.connections.size)
    callback()
  },
  onData(stream, { envelope }, callback) {
    const pieces: Buffer[] = []
    stream.on('data', (piece: Buffer) => pieces.push(piece))
    stream.on('end', () => {
      const take = () => {
        const raw = Buffer.concat(pieces)
        const id = /^Message-ID: (.*)$/im.exec(raw.toString('latin1'))?.[1]
        if (!id || raw.indexOf('\r\n\r\n') < 0) throw new Error('A message without Message-ID or body')
        if (ids.has(id)) box.twice++
        ids.add(id)
        box.mails++
        box.bytes += raw.length
        const to = envelope.rcptTo[0]!.address
        if (to.startsWith('code-')) box.codes[to] ??= Date.now()
        callback()
      }
      slow ? setTimeout(take, slow) : take()
    })
  },
})
server.on('error', () => {})
server.listen(0, '127.0.0.1', () => process.send!((server.server.address() as AddressInfo).port))
process.on('message', () => process.send!(box))

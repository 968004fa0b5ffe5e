// Connections that dawdle or shout, on real sockets.
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { testWorld } from '../support/world.ts'

/** What the server says before it closes, to whatever is written. `after`: written a moment later. */
async function talk(port: number, text: string, every = 0): Promise<{ said: string; ms: number }> {
  const began = performance.now()
  const socket = connect(port, '127.0.0.1')
  let said = ''
  socket.on('data', (piece) => {
    said += piece
  })
  socket.on('error', () => {})
  socket.write(text)
  const drip = every ? setInterval(() => socket.writable && socket.write('a'), every) : undefined
  onTestFinished(() => void socket.destroy())
  await new Promise<void>((closed) => socket.once('close', () => closed()))
  clearInterval(drip)
  return { said, ms: performance.now() - began }
}

async function listening() {
  const world = await testWorld()
  world.app.server.headersTimeout = 400
  world.app.server.requestTimeout = 800
  await world.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = world.app.server.address() as { port: number }
  return { world, port }
}

test('the limits are set, and the patience of a test is shorter than theirs', async () => {
  const { app } = await testWorld()
  expect(app.server.headersTimeout).toBe(10_000)
  expect(app.server.requestTimeout).toBe(30_000)
  expect(app.server.timeout).toBe(120_000)
  expect(app.server.maxConnections).toBe(10_000)
})

test('headers that never end, and a body that drips, are cut off while others are served', async () => {
  const { world, port } = await listening()
  const form = 'POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n'
  const slow = [
    talk(port, 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ', 50),
    talk(port, `${form}Sec-Fetch-Site: same-origin\r\nContent-Length: 100000\r\n\r\nemail=`, 50),
    talk(port, 'GET /'),
  ]
  expect((await world.visitor().get('/haicheng')).statusCode).toBe(200)
  for (const { said, ms } of await Promise.all(slow)) {
    expect(said.split('\r\n')[0]).toContain('408')
    expect(said).toContain('took too long')
    expect(ms).toBeLessThan(15_000)
  }
})

test('headers that are too large, and what is no HTTP at all, get one line in both languages', async () => {
  const { port } = await listening()
  const large = await talk(port, `GET / HTTP/1.1\r\nHost: localhost\r\nCookie: ${'a'.repeat(40_000)}\r\n\r\n`)
  expect(large.said.split('\r\n')[0]).toBe('HTTP/1.1 431 Request Header Fields Too Large')
  expect(large.said).toContain('請清除本站的 Cookie')
  const noise = await talk(port, '\u0016\u0003\u0001 hello\r\n\r\n')
  expect(noise.said.split('\r\n')[0]).toBe('HTTP/1.1 400 Bad Request')
})

test('two lengths, or a length and chunks, are no request: nothing can be smuggled past a proxy', async () => {
  const { port } = await listening()
  const head = 'POST /sign-in HTTP/1.1\r\nHost: localhost\r\n'
  for (const lengths of [
    'Content-Length: 5\r\nContent-Length: 6\r\n',
    'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n',
    'Transfer-Encoding: chunked, identity\r\n',
    'Content-Length: 5\nX: y\r\n',
  ])
    expect(
      (await talk(port, `${head}${lengths}\r\n0\r\n\r\nGET /me HTTP/1.1\r\n\r\n`)).said.split('\r\n')[0],
    ).toContain('400')
})

test('a `#` in an address, which no browser sends, is no address: nothing behind it is read', async () => {
  const { port } = await listening()
  const { said } = await talk(
    port,
    'GET /haicheng#lang=zh-Hant HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
  )
  expect(said.split('\r\n')[0]).toContain('400')
  expect(said.toLowerCase()).not.toContain('set-cookie')
})

test('a request that names two hosts, or another than its header, is refused in both languages: a proxy could take it for another', async () => {
  const { port } = await listening()
  const end = 'Connection: close\r\n\r\n'
  for (const request of [
    `GET /haicheng HTTP/1.1\r\nHost: localhost\r\nHost: evil.test\r\n${end}`,
    `GET /haicheng HTTP/1.1\r\nHost: evil.test\r\nhOST: localhost\r\n${end}`,
    `GET http://evil.test/haicheng HTTP/1.1\r\nHost: localhost\r\n${end}`,
    `GET http://localhost/haicheng HTTP/1.1\r\nHost: localhost\r\n${end}`,
    `GET haicheng HTTP/1.1\r\nHost: localhost\r\n${end}`,
    ...['localhost, evil.test', 'evil.test/', 'evil.test"><b>', 'a@evil.test', 'localhost:80:80', '海澄.test'].map(
      (host) => `GET /haicheng HTTP/1.1\r\nHost: ${host}\r\n${end}`,
    ),
  ]) {
    const { said } = await talk(port, request)
    expect([request, said.split('\r\n')[0]]).toEqual([request, 'HTTP/1.1 400 Bad Request'])
    expect(said).not.toContain('evil')
    expect(said).toContain('網址裡有無法辨識的內容')
  }
  for (const host of ['localhost', `127.0.0.1:${port}`, '[::1]:3000', 'fuyi.example.gov', 'app_1:3000'])
    expect((await talk(port, `GET /haicheng HTTP/1.1\r\nHost: ${host}\r\n${end}`)).said).toMatch(/^HTTP\/1.1 200/)
})

test('whoever asks for many pages on one connection and hangs up keeps nobody from leaving', async () => {
  const { world, port } = await listening()
  const ask = 'GET /haicheng/proposals?q=a HTTP/1.1\r\nHost: localhost\r\n\r\n'
  const gone = connect(port, '127.0.0.1')
  const asked = new Promise<void>((all) => {
    let n = 0
    world.app.server.on('request', () => ++n === 6 && all())
  })
  gone.write(ask.repeat(6))
  await asked
  gone.resetAndDestroy()
  const began = performance.now()
  expect(await world.app.drain({ idle: 100, inFlight: 10_000 })).toBe(true)
  expect(performance.now() - began).toBeLessThan(5_000)
})

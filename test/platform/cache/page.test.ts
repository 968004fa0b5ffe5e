// How a page that everybody shares goes out: quickly compressed at first, and as small as it gets once it is asked for often.
import { brotliDecompressSync } from 'node:zlib'
import { expect, test, vi } from 'vitest'
import { answerTo, type CachedPage } from '../../../src/platform/cache/page.ts'

const words = Array.from({ length: 600 }, (_, n) => `<p>第${n * 37}案，附議${n * 91}人</p>`).join('')

test('a page is made as small as it gets when it is asked for often, and not for the first few', async () => {
  const page: CachedPage = {
    ...{ route: '/', path: '/', headers: {}, type: 'text/html', body: Buffer.from(words), tag: 'tag', sent: new Map() },
    ...{ begunAt: 0, freshUntil: 0, endsAt: Number.POSITIVE_INFINITY, stillTrue: null },
  }
  const ask = async () => {
    const { body } = await answerTo({ headers: { 'accept-encoding': 'br' } }, page)
    expect(brotliDecompressSync(body!).toString()).toBe(words)
    return body!.length
  }
  const first = await ask()
  const kept = page.sent.get('br')
  for (let n = 0; n < 3; n++) expect(await ask()).toBe(first)
  expect(page.sent.get('br')).toBe(kept)
  await ask()
  await vi.waitFor(() => expect(page.sent.get('br')).not.toBe(kept))
  expect(await ask()).toBeLessThan(first)
})

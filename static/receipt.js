// Checks the receipt of a co-signature here, in the browser: nothing of it is sent. The same steps as src/lib/tlog-proof.ts and
// src/domain/cosignatures/receipt.ts. A receipt comes as a file, or after the # of this page's address, which stays in the browser.
const place = document.querySelector('[data-receipt]')
const encoder = new TextEncoder()
const decoder = new TextDecoder()
const able = globalThis.crypto?.subtle

const bytesOf = (base64) =>
  Uint8Array.from(atob(base64.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0))
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
const same = (one, other) => one.length === other.length && one.every((byte, i) => byte === other[i])
function joined(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest('SHA-256', joined(...parts)))

class Fault extends Error {}
function must(is, fault) {
  if (!is) throw new Fault(fault)
}

function read(text) {
  const [head, ...rest] = text.split('\n\n')
  const lines = head.split('\n')
  must(lines.shift() === 'c2sp.org/tlog-proof@v1' && lines[0]?.startsWith('extra '), 'file')
  const extra = JSON.parse(decoder.decode(bytesOf(lines.shift().slice(6))))
  const index = Number(/^index (\d+)$/.exec(lines.shift())?.[1])
  const note = rest.join('\n\n')
  const end = note.lastIndexOf('\n\n')
  const body = `${note.slice(0, end)}\n`
  const [origin, size, root] = body.split('\n')
  must(Number.isSafeInteger(index) && Number.isSafeInteger(Number(size)) && root && end > 0, 'file')
  return {
    extra,
    index,
    hashes: lines.map(bytesOf),
    body,
    origin,
    size: Number(size),
    root: bytesOf(root),
    signatures: note.slice(end + 2).split('\n'),
  }
}

/** Whether a key of the log signed it; null where this browser does not know Ed25519. */
async function isSigned({ body, origin, signatures }, keys) {
  const known = keys.map((vkey) => vkey.split('+')).filter(([name]) => name === origin)
  for (const [name, id, ...key] of known)
    for (const line of signatures) {
      const [, who, signed] = /^\u2014 (\S+) (\S+)$/.exec(line) ?? []
      if (who !== name || hex(bytesOf(signed).slice(0, 4)) !== id) continue
      try {
        const raw = bytesOf(key.join('+')).slice(1)
        const publicKey = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify'])
        return await crypto.subtle.verify('Ed25519', publicKey, bytesOf(signed).slice(4), encoder.encode(body))
      } catch {
        return null
      }
    }
  throw new Fault('key')
}

/** RFC 9162, section 2.1.3.2. */
async function rootOf({ index, size, hashes }, leaf) {
  let hash = await sha256(Uint8Array.of(0), leaf)
  let [fn, sn] = [index, size - 1]
  const half = (n) => Math.floor(n / 2)
  for (const other of hashes) {
    must(sn > 0, 'proof')
    if (fn % 2 === 1 || fn === sn) {
      hash = await sha256(Uint8Array.of(1), other, hash)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else hash = await sha256(Uint8Array.of(1), hash, other)
    ;[fn, sn] = [half(fn), half(sn)]
  }
  must(sn === 0, 'proof')
  return hash
}

async function check(text, keys) {
  const proof = read(text)
  const { leaf, opening, salt } = proof.extra
  const signed = await isSigned(proof, keys)
  must(signed !== false, 'signature')
  must(proof.index < proof.size && same(await rootOf(proof, encoder.encode(leaf)), proof.root), 'proof')
  const line = JSON.parse(leaf)
  // three plain texts, in the order of RFC 8785
  const opened = JSON.stringify({ case: opening.case, day: opening.day, signer: opening.signer })
  const commitment = hex(await sha256(bytesOf(salt), encoder.encode(opened)))
  must(
    line.kind === 'cosigned' &&
      line.commitment === commitment &&
      line.case === opening.case &&
      line.day === opening.day,
    'opening',
  )
  return { signed, facts: { case: line.case, day: line.day, index: String(proof.index), origin: proof.origin } }
}

function say(names, facts) {
  for (const said of place.querySelectorAll('[data-said]')) said.hidden = !names.includes(said.dataset.said)
  const list = place.querySelector('[data-facts]')
  list.hidden = !facts
  for (const fact of list.querySelectorAll('[data-fact]')) fact.textContent = facts?.[fact.dataset.fact] ?? ''
}

/** What stands after the # is a receipt: its text in base64, or `z.` and the text made smaller, as QR codes have it. */
const inHash = /^#(?:YzJzcC5vcmcv|z\.)/
const longest = 8000 // characters of an address; one of ours has some 2000

async function unpacked(hash) {
  must(hash.length <= longest, 'file')
  if (!hash.startsWith('z.')) return decoder.decode(bytesOf(hash))
  must(globalThis.DecompressionStream, 'unable')
  const smaller = new Blob([bytesOf(hash.slice(2))]).stream()
  return new Response(smaller.pipeThrough(new DecompressionStream('deflate-raw'))).text()
}

async function show(given) {
  try {
    const text = (await given).replaceAll('\r\n', '\n').trim()
    const { signed, facts } = await check(`${text}\n`, place.dataset.keys.split(' '))
    say(signed ? ['good'] : ['unsigned'], facts)
  } catch (error) {
    say([error instanceof Fault ? error.message : 'file'], null)
  }
}

if (place) {
  place.hidden = false
  if (!able) say(['unable'], null)
  else {
    place.querySelector('input').addEventListener('change', async ({ target }) => {
      if (target.files[0]) await show(target.files[0].text())
    })
    document.querySelector('[data-receipt-sent]').hidden = !document.querySelector('.govuk-error-summary') // nobody needs to send it
    const inAddress = () => {
      if (inHash.test(location.hash)) void show(unpacked(location.hash.slice(1)))
    }
    addEventListener('hashchange', inAddress)
    inAddress()
  }
}

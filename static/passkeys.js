// Passkeys: asks the server what is to be signed and the browser for the signature, then sends the form it stands in. What needs
// a passkey is shown only where a browser knows them; the code by mail needs none of this.
const known = globalThis.PublicKeyCredential
const able = known?.parseRequestOptionsFromJSON && known.parseCreationOptionsFromJSON && known.prototype.toJSON
const renewed = 4 * 60_000 // ms; a challenge lives five minutes
let offered = null // what autofill offers; a browser asks for one passkey at a time

async function signed(form, more) {
  const reply = await fetch(form.dataset.challenges, { method: 'POST' })
  if (reply.redirected) location.assign(reply.url) // signed out meanwhile, or signed in too long ago
  if (!reply.ok || reply.redirected) throw new Error(reply.status === 429 ? 'limited' : 'failed')
  const options = await reply.json()
  const credential =
    form.dataset.passkey === 'new'
      ? await navigator.credentials.create({ publicKey: known.parseCreationOptionsFromJSON(options), ...more })
      : await navigator.credentials.get({ publicKey: known.parseRequestOptionsFromJSON(options), ...more })
  form.elements.credential.value = JSON.stringify(credential)
  form.submit()
}

const words = { limited: 'limited', NotAllowedError: 'cancelled', InvalidStateError: 'known' }

async function pressed(event) {
  event.preventDefault()
  const form = event.target
  const said = form.querySelector('[role=status]')
  const button = form.querySelector('button')
  offered?.abort()
  said.textContent = ''
  button.disabled = true
  try {
    await signed(form)
  } catch (error) {
    const why = words[error.name] ?? words[error.message] ?? 'failed'
    said.textContent = said.dataset[why] ?? said.dataset.failed
  }
  button.disabled = false
  button.focus()
}

/** Offers passkeys where an address is typed, as browsers offer passwords. */
async function offer(form) {
  if (!(await known.isConditionalMediationAvailable?.())) return
  const mine = new AbortController()
  offered = mine
  const renew = setTimeout(() => {
    mine.abort()
    if (document.hidden) document.addEventListener('visibilitychange', () => void offer(form), { once: true })
    else void offer(form)
  }, renewed)
  // Nobody chose one, or the button was pressed instead: neither is worth a word.
  await signed(form, { mediation: 'conditional', signal: mine.signal }).catch(() => {})
  clearTimeout(renew)
}

if (able) {
  for (const sentence of document.querySelectorAll('[data-no-passkeys]')) sentence.hidden = true
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.hidden = false
    form.addEventListener('submit', pressed)
    if (form.dataset.passkey === 'offer') void offer(form)
  }
}

// Small comforts on top of pages that work without them: counters, the error summary's focus, J and K on the desk, and how long
// staff stay signed in.
const segmenter = Intl.Segmenter && new Intl.Segmenter('und', { granularity: 'grapheme' })
/** As people see them, and as the server counts them. */
const characters = (text) => [...(segmenter ? segmenter.segment(text) : text)].length

function enliven() {
  for (const area of document.querySelectorAll('textarea[data-max]')) {
    const words = document.getElementById(`${area.id}-count`)
    if (!words) continue
    const show = () => {
      const n = characters(area.value)
      words.textContent = words.dataset.words.replace('%n', String(n))
      words.classList.toggle('govuk-error-message', n > Number(area.dataset.max))
    }
    area.oninput = show
    show()
  }
  // what needs a script, and something of the browser's
  for (const button of document.querySelectorAll('[data-share], [data-copy], [data-print]')) {
    const { share, copy } = button.dataset
    button.parentElement.hidden = (share && !navigator.share) || (copy && !navigator.clipboard)
  }
  // an error summary, or what was just done: read it out, and go on from there
  document.querySelector('[data-focus]')?.focus()
}

enliven()
document.addEventListener('htmx:after:swap', enliven)

document.addEventListener('click', async ({ target }) => {
  const button = target.closest?.('[data-share], [data-copy], [data-print]')
  if (!button) return
  const { share: url, title, copy, copied } = button.dataset
  if (url)
    await navigator.share({ title, url }).catch(() => {}) // changing one's mind is no error
  else if (copy) {
    await navigator.clipboard.writeText(copy)
    button.nextElementSibling.textContent = copied
  } else print()
})

document.addEventListener('keydown', (event) => {
  if (event.target.closest('input, textarea, select') || event.ctrlKey || event.metaKey || event.altKey) return
  const links = [...document.querySelectorAll('.queue ol a')]
  if (!links.length || !['j', 'k'].includes(event.key.toLowerCase())) return
  const here = links.findIndex((link) => link.getAttribute('aria-current'))
  const next = links[event.key.toLowerCase() === 'j' ? here + 1 : Math.max(here - 1, 0)]
  if (next) next.click()
})

// What is typed is saved as it is typed, for this browser, and when its page is left: a lost connection or a session that has
// ended costs nothing. Forms work without this; their buttons save too.
const pause = 1500 // ms after the last key
const mostOnLeaving = 60_000 // bytes a browser still sends when a page is left
/** Whose page this is: what is typed on it is theirs, whoever signs in meanwhile in another window. */
const whose = document.body.dataset.keptFor ?? ''
let signingOut = false // nothing is saved any more: it would wait for whoever uses this browser next
addEventListener('submit', ({ target }) => {
  signingOut ||= target.getAttribute('action') === '/sign-out'
})

function keep(form) {
  if (form.dataset.keep === 'on') return
  const needs = form.elements[form.dataset.keep] // a choice that is made again in a moment is nothing to come back to
  form.dataset.keep = 'on'
  for (const button of form.querySelectorAll('[data-saves]')) button.hidden = true
  const words = document.body.dataset
  const said = Object.assign(document.createElement('p'), { className: 'small quiet kept-said' })
  said.setAttribute('role', 'status')
  let timer
  let sending = false
  let begun = !needs
  let saved = typedIn(form).toString()

  async function save(leaving = false) {
    clearTimeout(timer)
    const body = typedIn(form)
    const now = body.toString()
    begun ||= needs.value.trim() !== ''
    if (signingOut || sending || !begun || now === saved) return
    try {
      const keepalive = leaving && now.length < mostOnLeaving
      const reply = await fetch('/kept', { method: 'POST', body, keepalive })
      // a network that wants to be paid says 200 to everything
      if (!reply.ok || !(await reply.json()).saved_at) throw new Error(String(reply.status))
      delete form.dataset.away
      saved = now
      document.dispatchEvent(new Event('fuyi:used'))
      say(
        words.kept.replace('%t', new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: 'short' })),
      )
    } catch {
      form.dataset.away = 'yes'
      say(words.unkept)
    }
  }
  function say(text) {
    if (!said.isConnected) form.append(said)
    said.textContent = text
  }
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(save, pause)
  })
  form.addEventListener('submit', () => {
    sending = true
  })
  for (const [where, what] of [
    [window, 'pageshow'],
    [form, 'fuyi:unsent'],
  ])
    where.addEventListener(what, () => {
      sending = false
    })
  addEventListener('pagehide', () => save(true))
  addEventListener('beforeunload', (event) => {
    const now = typedIn(form).toString()
    if (!signingOut && !sending && now !== saved && now.length >= mostOnLeaving) event.preventDefault() // too long to be sent now: ask
  })
}

function typedIn(form) {
  const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string')) // files are not kept
  body.set('kept-for', whose)
  body.set('kept-path', new URL(form.getAttribute('action'), location.href).pathname)
  return body
}

// Whoever is not signed in keeps the named fields in this tab alone: nobody finds them who uses the browser next.
function keepInTab(form) {
  if (form.dataset.keepInTab === 'on') return
  const fields = form.dataset.keepInTab.split(' ').flatMap((name) => form.elements[name] ?? [])
  form.dataset.keepInTab = 'on'
  const slot = `typed ${form.getAttribute('action')}`
  const said = Object.assign(document.createElement('p'), { className: 'small quiet kept-said' })
  said.setAttribute('role', 'status')
  const store = (task) => {
    try {
      return task(sessionStorage)
    } catch {
      return null // where a browser keeps nothing
    }
  }
  const save = () => {
    const typed = Object.fromEntries(fields.filter(({ value }) => value).map(({ name, value }) => [name, value]))
    const kept = store((tab) => tab.setItem(slot, JSON.stringify(typed)) ?? true)
    if (!said.isConnected) form.append(said)
    said.textContent = kept ? document.body.dataset.inTab : ''
  }
  const before = JSON.parse(store((tab) => tab.getItem(slot)) ?? '{}')
  for (const field of fields) {
    field.addEventListener('input', save)
    if (field.value || !before[field.name]) continue
    field.value = before[field.name]
    field.oninput?.() // its counter
    const folded = field.closest('details')
    if (folded) folded.open = true
  }
  form.addEventListener('submit', () => store((tab) => tab.removeItem(slot)))
  form.addEventListener('fuyi:unsent', save)
}

const keepAll = () => {
  for (const form of document.querySelectorAll('form[data-keep]')) keep(form)
  for (const form of document.querySelectorAll('form[data-keep-in-tab]')) keepInTab(form)
}
keepAll()
document.addEventListener('htmx:after:swap', keepAll)

// A form that htmx sends and that gets no answer, or one without the part that belongs here: said in the form, never nothing.
function notSent({ target }) {
  const form = target?.closest?.('form')
  if (!form?.isConnected) return
  form.dispatchEvent(new Event('fuyi:unsent')) // what is typed from now on is saved again
  if (form.querySelector('.not-sent')) return
  const said = Object.assign(document.createElement('p'), { className: 'govuk-error-message not-sent', tabIndex: -1 })
  said.setAttribute('role', 'alert')
  said.textContent = document.body.dataset.unsent
  form.prepend(said)
  for (const button of form.querySelectorAll('button')) button.disabled = false
  said.focus()
}
// The browser would show a page of its own, or of a proxy, instead, without what was typed. So the server is asked while somebody types
// and when they come to the button; a form goes at once where it answered, and asks once more where it did not.
const holdsText = (form) =>
  [
    ...form.querySelectorAll('textarea, input:not([type]), input[type=text], input[type=email], input[type=search]'),
  ].some(({ value }) => value.trim())
const isGuarded = (form) =>
  form?.matches('[data-keep], [data-keep-in-tab]') || (form?.getAttribute('method') === 'post' && holdsText(form))
async function isServerThere() {
  if (!navigator.onLine) return false
  const reply = await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(5000) }).catch(() => null)
  // a proxy that keeps this address to itself is there, and so is what stands behind it as far as anybody knows
  return (
    reply && ([403, 404].includes(reply.status) || (await reply.text().catch(() => '')).startsWith('{"status":"ok"'))
  )
}
async function askBefore({ target }) {
  const form = target.closest?.('button, input, textarea')?.form
  if (!isGuarded(form) || form.dataset.asking) return
  form.dataset.asking = 'yes'
  if (!(await isServerThere())) form.dataset.away = 'yes'
  delete form.dataset.asking
}
let askedAt = Number.NEGATIVE_INFINITY
function askWhileTyping(event) {
  const { form } = event.target
  if (performance.now() - askedAt < 2000 || form?.dataset.keep || !isGuarded(form)) return // forms that save themselves know
  askedAt = performance.now()
  void askBefore(event)
}
document.addEventListener('pointerover', (event) => event.target.closest?.('button') && askBefore(event))
document.addEventListener('focusin', (event) => event.target.closest?.('button') && askBefore(event))
document.addEventListener('input', askWhileTyping)
addEventListener('submit', async (event) => {
  const { target: form, submitter } = event
  // what another script sends, htmx or a passkey, says by itself that it was not sent; here it would go twice
  if (event.defaultPrevented || !isGuarded(form) || (navigator.onLine && !form.dataset.away)) return
  event.preventDefault()
  if (!(await isServerThere())) return notSent(event)
  delete form.dataset.away
  form.querySelector('.not-sent')?.remove()
  form.requestSubmit(submitter)
})
document.addEventListener('htmx:error', notSent)
document.addEventListener('htmx:before:swap', (event) => {
  const { ctx, tasks } = event.detail
  if (!ctx.select || tasks.find(({ type }) => type === 'main')?.fragment.childElementCount) return
  event.preventDefault() // a page of a proxy, or of a network that wants to be paid: the form would be gone
  notSent(event)
})
document.addEventListener('htmx:before:request', ({ target }) => target?.querySelector?.('.not-sent')?.remove())

// Staff who leave a page alone are signed out: the last minutes are counted, and using the page begins them anew.
const idle = document.querySelector('[data-idle]')
if (idle) {
  const [words, stay] = [idle.querySelector('span'), idle.querySelector('button')]
  const { soon, over } = idle.dataset
  const [asked, lasts] = [words.textContent, Number(idle.dataset.idle) * 1000]
  const warns = Math.min(5 * 60_000, lasts / 2)
  let ends = Date.now() + lasts
  const show = () => {
    const left = ends - Date.now()
    const near = left <= warns
    if (near) idle.setAttribute('role', 'status')
    else idle.removeAttribute('role')
    idle.classList.toggle('idle--near', near)
    stay.hidden = !near || left <= 0
    const said = left <= 0 ? over : near ? soon.replace('%n', String(Math.ceil(left / 60_000))) : asked
    if (words.textContent !== said) words.textContent = said
  }
  const used = () => {
    ends = Date.now() + lasts
    show()
  }
  stay.addEventListener('click', async () => {
    const answer = await fetch('/me/session', { headers: { accept: 'application/json' } }).catch(() => null)
    if (answer?.ok && !answer.redirected) used()
    else if (answer) {
      ends = 0
      show()
    }
  })
  for (const event of ['htmx:after:swap', 'fuyi:used']) document.addEventListener(event, used)
  setInterval(show, 15_000)
}

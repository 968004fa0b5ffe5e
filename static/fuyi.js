// Small comforts on top of pages that work without them: counters, the error summary's focus, J and K on the desk.
function enliven() {
  for (const area of document.querySelectorAll('textarea[data-max]')) {
    const words = document.getElementById(`${area.id}-count`)
    if (!words) continue
    const show = () => {
      const n = [...area.value].length
      words.textContent = words.dataset.words.replace('%n', String(n))
      words.classList.toggle('govuk-error-message', n > Number(area.dataset.max))
    }
    area.oninput = show
    show()
  }
  // an error summary, or what was just done: read it out, and go on from there
  document.querySelector('[data-focus]')?.focus()
}

enliven()
document.addEventListener('htmx:after:swap', enliven)

document.addEventListener('keydown', (event) => {
  if (event.target.closest('input, textarea, select') || event.ctrlKey || event.metaKey || event.altKey) return
  const links = [...document.querySelectorAll('.queue ol a')]
  if (!links.length || !['j', 'k'].includes(event.key.toLowerCase())) return
  const here = links.findIndex((link) => link.getAttribute('aria-current'))
  const next = links[event.key.toLowerCase() === 'j' ? here + 1 : Math.max(here - 1, 0)]
  if (next) next.click()
})

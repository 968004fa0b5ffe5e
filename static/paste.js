// What is pasted as HTML comes into a textarea as words that keep their lists, tables and links. A browser pastes plain text by
// itself, in which lists have no marks and links no addresses. Where nothing would be won, or a letter lost, that is what comes.
const worthIt = 'ul, ol, table, a[href^="http"], [data-style*="mso-list"]'
const unseen = new Set(['style', 'script', 'title', 'template', 'xml', 'head'])
const apart = new Set('p h1 h2 h3 h4 h5 h6 ul ol table blockquote pre hr'.split(' '))
const lines = new Set([
  ...apart,
  ...'body div tr li dl dt dd section article header footer figure figcaption address'.split(' '),
])

document.addEventListener('paste', (event) => {
  const area = event.target
  if (!(area instanceof HTMLTextAreaElement) || area.readOnly || area.disabled) return
  const html = event.clipboardData?.getData('text/html') ?? ''
  const plain = event.clipboardData?.getData('text/plain') ?? ''
  const words = html && wordsOf(html)
  if (!words || !keepsLetters(plain, words)) return
  event.preventDefault()
  // so that it can be undone; deprecated, and without a successor
  if (document.execCommand('insertText', false, words)) return
  area.setRangeText(words, area.selectionStart, area.selectionEnd, 'end')
  area.dispatchEvent(new Event('input', { bubbles: true }))
})

/** Null where plain text is as good. The document that is parsed runs no scripts and loads nothing; of its styles the browser would
 * complain, as our policy asks it to, so that they are none. */
function wordsOf(html) {
  const unstyled = html
    .replace(/<style\b[\s\S]*?<\/style>/gi, '')
    .replace(/<[^<>]*>/g, (tag) => tag.replace(/\sstyle\s*=/gi, ' data-style='))
  const { body } = new DOMParser().parseFromString(unstyled, 'text/html')
  if (!body.querySelector(worthIt)) return null
  return textOf(body)
    .split('\n')
    .map((line) => line.replace(/[ \u00a0]+$/, ''))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '')
}

function textOf(node) {
  const name = node.localName
  if (node.nodeType === Node.TEXT_NODE) {
    const isBetween = !node.data.trim() && lines.has(node.parentNode.localName)
    return isBetween ? '' : node.data.replace(/[ \t\r\n\f]+/g, ' ')
  }
  if (node.nodeType !== Node.ELEMENT_NODE || unseen.has(name)) return ''
  if (name === 'br') return '\n'
  if (/mso-list:\s*ignore/i.test(node.dataset?.style ?? '')) return markOfWord(node.textContent.trim())
  if (name === 'table')
    return `\n\n${[...(node.caption ? [node.caption.textContent] : []), ...[...node.rows].map(rowOf)].join('\n')}\n\n`
  const words = [...node.childNodes].map(textOf).join('')
  if (name === 'li') return `\n${markOf(node)}${words.trim().replace(/\n+/g, '\n   ')}`
  if (name === 'a') return linked(words, node.getAttribute('href') ?? '')
  if (apart.has(name)) return node.closest('li, td, th') ? `\n${words}\n` : `\n\n${words}\n\n`
  return lines.has(name) ? `\n${words}\n` : words
}

/** A mark that is no number is a bullet, in a font that only Word has. */
const markOfWord = (mark) => (/^[(（]?[\p{L}\p{N}]{1,4}[.)、）．]$/u.test(mark) ? `${mark} ` : '• ')

function markOf(item) {
  const list = item.parentElement
  if (list?.localName !== 'ol') return '• '
  return `${(list.start || 1) + [...list.children].filter(({ localName }) => localName === 'li').indexOf(item)}. `
}

const rowOf = (row) => [...row.cells].map((cell) => textOf(cell).replace(/\s+/g, ' ').trim()).join('\t')

function linked(words, url) {
  const bare = (address) =>
    address
      .trim()
      .replace(/^https?:\/\//i, '')
      .replace(/\/$/, '')
  const isShown = !/^https?:\/\//i.test(url) || !words.trim() || bare(words) === bare(url)
  return isShown ? words : `${words} (${url})`
}

/** Whether every letter and number of the plain text stands in `words`, in its order. */
function keepsLetters(plain, words) {
  let at = 0
  for (const letter of plain.replace(/^o(?=\t)/gm, '').replace(/[^\p{L}\p{N}]/gu, '')) {
    at = words.indexOf(letter, at)
    if (at < 0) return false
    at += letter.length
  }
  return true
}

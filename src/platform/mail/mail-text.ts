// A mail without its markup, for programs that show plain text. It reads the markup of our own templates and no other: html-to-text
// reads any, and takes as long for a mail as all the rest of it. Pure.

const breaks = '\u0000' // stands for a line that ends, until the spaces of the source are gone

/** The words of a mail: an empty line around paragraphs, a line for each item and each `<div>`, and no line broken that the writer did not break. */
export function mailText(html: string): string {
  return html
    .replace(/\s+/g, ' ')
    .replace(/<a class="m-link"[^>]* href="([^"]*)">([^<]*)<\/a>/g, '$2<br>$1') // a button has its address below it in both versions
    .replace(/ ?<\/?(?:p|h1|ul|blockquote)\b[^>]*> ?/g, breaks + breaks)
    .replace(/ ?<li\b[^>]*> ?/g, `${breaks}- `)
    .replace(/(?: ?<\/?div\b[^>]*> ?)+| ?<br> ?/g, breaks)
    .replace(/<[^>]*>/g, '')
    .replaceAll(breaks, '\n')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => signs[name]!)
    .replace(/ +$|^ +/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const signs: { [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

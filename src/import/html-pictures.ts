// What HTML shows and plain text cannot keep. Pure.

const shown = /<(img|video|audio|object|embed)\b([^>]*)>/gi
const embedded = 'a picture within the text'

/** The names of images, films and sounds in it: the last part of their address, or how they are described. */
export const pictures = (html: string): string[] =>
  [...html.matchAll(shown)].map(([, tag, attributes]) => {
    const address = attribute(attributes!, tag!.toLowerCase() === 'object' ? 'data' : 'src')
    if (!address || /^data:/i.test(address)) return attribute(attributes!, 'alt') || embedded
    return address.split(/[?#]/)[0]!.split('/').filter(Boolean).at(-1) ?? embedded
  })

const attribute = (attributes: string, name: string): string =>
  new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i')
    .exec(attributes)
    ?.slice(1)
    .find((value) => value !== undefined)
    ?.trim() ?? ''

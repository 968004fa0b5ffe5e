// A display name need not be real. It must not pass for an office: citizens would take its words for the government's. And it
// must not be an address: that is public for ever, and everybody could write to it. Pure.

/** Letters of other alphabets that look like Latin ones, by what they look like. */
const lookAlikes = new Map(
  Object.entries({
    a: 'аαɑ',
    b: 'ьβ',
    c: 'сϲ',
    d: 'ԁ',
    e: 'еεҽ',
    f: 'ϝ',
    g: 'ɡԍ',
    h: 'һн',
    i: 'іιıӏ',
    j: 'јϳ',
    k: 'кκ',
    l: 'ⅼ',
    m: 'мⅿ',
    n: 'пո',
    o: 'оοσօ',
    p: 'рρ',
    r: 'гɾ',
    s: 'ѕ',
    t: 'тτ',
    u: 'υսц',
    v: 'ѵν',
    w: 'ԝω',
    x: 'хχ',
    y: 'уγү',
    z: 'ᴢ',
  }).flatMap(([letter, others]) => [...others].map((other) => [other, letter] as const)),
)

const offices =
  /官方|機關|管理員|管理者|管理小組|承辦人|客服|系統通知|市政府|縣政府|市府|縣府|區公所|鄉公所|鎮公所|市公所|議會|\b(?:admin|administrator|moderator|official|webmaster|system|root|fuyi)\b|附議平[臺台]/u

/** Whether a name reads like an office's: a word for one, or the name of one of this government's own. */
export function readsLikeAnOffice(name: string, officialNames: readonly string[]): boolean {
  const read = skeleton(name)
  const squeezed = withoutSigns(read)
  if (offices.test(read) || offices.test(squeezed)) return true
  const names = officialNames.map((official) => withoutSigns(skeleton(official)))
  return names.some((official) => official.length > 1 && squeezed.includes(official))
}

// As people write an address where they should not: 小老鼠 is what the sign is called here.
const at = String.raw`(?:@|小老鼠|[([]\s*at\s*[)\]]|\sat\s)`
const dot = String.raw`(?:[.。]|[([]\s*dot\s*[)\]]|\sdot\s)`
const part = String.raw`[\p{L}\p{N}-]+`
const mail = new RegExp(String.raw`[^\s@]\s*${at}\s*${part}(?:\s*${dot}\s*${part})+`, 'iu')
/** A page, with or without what stands before its name. No title or initials end so. */
const site =
  /https?:\/\/|\bwww\.|[\p{L}\p{N}]\.(?:com|net|org|edu|gov|info|biz|shop|app|io|tw|cn|hk|jp|台灣|台湾|香港|中国|中國|公司)(?![\p{L}\p{N}])/iu
/** Eight digits and more, however they are parted: no year, age or house number has so many. */
const phone = /(?:\p{Nd}[\s().+-]*){8,}/u

/**
 * Whether there is an address in a name, at which everybody could reach its bearer, or be led elsewhere: for mail, of a page, or a phone
 * number, however it is spaced, spelt out or in whatever width it was typed.
 */
export function readsLikeAnAddress(name: string): boolean {
  const read = name.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '')
  return mail.test(read) || site.test(read) || phone.test(read)
}

const withoutSigns = (text: string) => text.replace(/[\s\p{P}\p{S}]+/gu, '')

/** The name as an eye reads it: widths, marks, case and look-alikes made plain, invisible characters gone. */
function skeleton(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
  return [...plain]
    .map((letter) => lookAlikes.get(letter) ?? letter)
    .join('')
    .replaceAll('台', '臺')
}

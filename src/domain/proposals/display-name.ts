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
const tops =
  'com|net|org|edu|gov|info|biz|shop|app|io|dev|xyz|online|site|store|blog|club|tw|cn|hk|jp|us|uk|台灣|台湾|香港|中国|中國|公司'
const at = String.raw`(?:@|小老鼠|艾特|[([{<]\s*at\s*[)\]}>]|[([{<]a[)\]}>](?=.*[.。](?:${tops})(?![\p{L}\p{N}]))|[\s_-]at[\s_-])`
const dot = String.raw`(?:[.。]|[([{<]\s*dot\s*[)\]}>]|[\s_-]dot[\s_-]|[點点,·・](?=\s*(?:${tops})(?![\p{L}\p{N}]))|\s(?=(?:com|net|org)(?![\p{L}\p{N}])))`
const part = String.raw`[\p{L}\p{N}-]+?`
const mail = new RegExp(String.raw`[^\s@]\s*${at}\s*[[(]?${part}(?:\s*${dot}\s*${part})+(?![\p{L}\p{N}])`, 'iu')
/** Everybody knows what follows these, so nobody writes it: 小明@gmail. */
const provider = new RegExp(
  String.raw`[^\s@]\s*(?:@|小老鼠|艾特)\s*(?:yahoo|msn|icloud|pchome|hinet|qq|163)(?![\p{L}\p{N}])|[^\s@]\s*${at}\s*(?:gmail|googlemail|hotmail|outlook|protonmail)(?![\p{L}\p{N}])`,
  'iu',
)
/** A page, with or without what stands before its name. No title or initials end so. */
const site = new RegExp(
  String.raw`\b(?:https?|hxxps?|mailto):|\btel:\s*\d|\bwww\.|[\p{L}\p{N}]\.(?:${tops})(?![\p{L}\p{N}])|[\p{L}\p{N}]。(?:com|net|org|tw)(?![\p{L}\p{N}])|[\p{L}\p{N}-]\.(?:me|be|ly|cc|gg|link|page)/[\p{L}\p{N}]`,
  'iu',
)
/** What somebody is called elsewhere, where everybody could write to them. */
const handle =
  /(?<![\p{L}\p{N}])(?:line|ig|fb|instagram|facebook|telegram|wechat|whatsapp|skype|discord|賴|微信)\s*(?:id(?![a-z])\s*[:@]?|[:@])\s*@?[\w.-]{3,}/iu
/** Eight digits and more, however they are parted: no year, age or house number has so many. In Chinese ones it begins with none. */
const phone =
  /(?:\p{Nd}[\s().+-]*){8,}|(?=[零〇○\s-]*[一二三四五六七八九])[零〇○](?:[零〇○一二三四五六七八九][\s-]*){7,}/u

/**
 * Whether there is an address in a name, at which everybody could reach its bearer, or be led elsewhere: for mail, of a page, or a phone
 * number, however it is spaced, spelt out or in whatever width it was typed.
 */
export function readsLikeAnAddress(name: string): boolean {
  const read = name.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '')
  const squeezed = read.replace(/\s+/gu, '')
  return [mail, provider, site, handle, phone].some((address) => address.test(read)) || mail.test(squeezed)
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

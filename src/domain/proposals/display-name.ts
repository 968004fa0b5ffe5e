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

/** Whether there is an e-mail address in a name, however it is spaced or in whatever width it was typed. */
export const readsLikeAnAddress = (name: string): boolean =>
  /[^\s@]\s*(?:@|[([]at[)\]])\s*[\p{L}\p{N}-]+(?:\s*(?:[.。]|[([]dot[)\]])\s*[\p{L}\p{N}-]+)+/iu.test(
    name.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, ''),
  )

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

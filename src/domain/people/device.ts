// What a browser says it is, as its owner would say it. Pure.

/** The first that fits: nearly every browser also names the ones it was made from. */
const browsers: [RegExp, string][] = [
  [/Edg(A|iOS)?\//, 'Edge'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const systems: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

const named = (list: [RegExp, string][], agent: string) => list.find(([sign]) => sign.test(agent))?.[1]

/** Browser and system, in words; the browser alone where the system is not known. `someBrowser`: the word for one that is not known. */
export function deviceOf(agent: string | undefined, someBrowser: string): string {
  const browser = named(browsers, agent ?? '') ?? someBrowser
  const system = named(systems, agent ?? '')
  return system ? `${browser}, ${system}` : browser
}

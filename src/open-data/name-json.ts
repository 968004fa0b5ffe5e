// Names as other people's scripts read them.
import type { Localised } from '../lib/localised.ts'

export type Named = { code: string; name: Localised }

/** Both languages always stand there; null where a government has no name in one. */
export const nameJson = (name: Localised) => ({ 'zh-Hant': name['zh-Hant'] ?? null, en: name.en ?? null })
export const namedJson = ({ code, name }: Named) => ({ code, name: nameJson(name) })

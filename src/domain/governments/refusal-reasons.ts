// Reasons known from practice, worded for a ministry as for a city. Rows of each government from the start, so that it can word
// its own. Pure.
import type { Localised } from '../../lib/localised.ts'

export const usualReasons: { code: string; name: Localised; hidesText: boolean }[] = [
  {
    code: 'unlawful',
    hidesText: true,
    name: {
      'zh-Hant': '恐嚇、猥褻、誹謗、詐欺或其他違法內容',
      en: 'Threat, obscenity, defamation, fraud or other unlawful content',
    },
  },
  { code: 'rights', hidesText: true, name: { 'zh-Hant': '侵害他人權利', en: 'Infringes the rights of others' } },
  {
    code: 'personal_attack',
    hidesText: true,
    name: { 'zh-Hant': '歧視或人身攻擊', en: 'Discrimination or personal attack' },
  },
  {
    code: 'sub_judice',
    hidesText: false,
    name: { 'zh-Hant': '涉及個案責任或司法程序中', en: 'A matter of liability or before a court' },
  },
  {
    code: 'unclear',
    hidesText: false,
    name: { 'zh-Hant': '內容不明確或純屬個人事項', en: 'Unclear, or a merely private matter' },
  },
  { code: 'imaginary', hidesText: false, name: { 'zh-Hant': '虛構不實的事項', en: 'Imaginary subject' } },
  { code: 'commercial', hidesText: false, name: { 'zh-Hant': '商業或廣告性質', en: 'Commercial or advertising' } },
  {
    code: 'not_ours',
    hidesText: false,
    name: { 'zh-Hant': '不屬於這裡的機關權責', en: 'Outside the remit of the agencies here' },
  },
  {
    code: 'legislature',
    hidesText: false,
    name: { 'zh-Hant': '立法機關審議中', en: 'Already before the legislature' },
  },
  { code: 'cooldown', hidesText: false, name: { 'zh-Hant': '冷卻期內已回應', en: 'Answered recently (cool-down)' } },
  { code: 'duplicate', hidesText: false, name: { 'zh-Hant': '與進行中的提案相同', en: 'The same as a live case' } },
]

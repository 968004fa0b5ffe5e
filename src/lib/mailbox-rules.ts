// What mail providers ignore in an address, so that all spellings of one mailbox are one person. Facts as their help pages say them
// (checked 2026-11); where a provider is not listed, nothing is ignored: two spellings may be two people there. An operator adds
// or changes rules as rows of `mailbox_rules`, with `fuyi mailbox rule`; those win over these. Pure.

export type MailboxRule = {
  /** the provider's own name, where one mailbox answers under several */
  sameAs: string | null
  /** signs that begin a part the provider ignores: "+" in me+news@example.org */
  cut: string
  /** signs that the provider ignores wherever they stand: "." in m.e@gmail.com */
  ignored: string
  /** anything@me.example.org is me@example.org */
  subdomains: boolean
}
/** By domain, in ASCII and lower case. */
export type MailboxRules = ReadonlyMap<string, MailboxRule>

export const noRule: MailboxRule = { sameAs: null, cut: '', ignored: '', subdomains: false }

type Provider = Partial<MailboxRule> & { domains: string }

const providers: Provider[] = [
  // Dots count nowhere in gmail.com; in a domain of one's own at Google they do, so that is not listed.
  { domains: 'gmail.com', cut: '+', ignored: '.' },
  { domains: 'googlemail.com', sameAs: 'gmail.com' },
  {
    domains:
      'outlook.com outlook.at outlook.be outlook.cl outlook.co.id outlook.co.th outlook.com.ar outlook.com.au outlook.com.br outlook.com.tr outlook.com.vn outlook.cz outlook.de outlook.dk outlook.es outlook.fr outlook.hu outlook.ie outlook.in outlook.it outlook.jp outlook.kr outlook.lv outlook.my outlook.ph outlook.pt outlook.sa outlook.sg outlook.sk outlook.tw',
    cut: '+',
  },
  {
    domains:
      'hotmail.com hotmail.be hotmail.ca hotmail.ch hotmail.co.id hotmail.co.jp hotmail.co.kr hotmail.co.nz hotmail.co.th hotmail.co.uk hotmail.com.ar hotmail.com.au hotmail.com.br hotmail.com.hk hotmail.com.tr hotmail.com.tw hotmail.com.vn hotmail.de hotmail.dk hotmail.es hotmail.fi hotmail.fr hotmail.gr hotmail.hu hotmail.it hotmail.my hotmail.nl hotmail.no hotmail.ph hotmail.se hotmail.sg',
    cut: '+',
  },
  {
    domains:
      'live.com live.at live.be live.ca live.cl live.cn live.co.kr live.co.uk live.co.za live.com.ar live.com.au live.com.mx live.com.my live.com.ph live.com.pt live.com.sg live.de live.dk live.fi live.fr live.hk live.ie live.in live.it live.jp live.nl live.no live.ru live.se msn.com passport.com windowslive.com',
    cut: '+',
  },
  // A disposable address is a base name, a hyphen and a word. No name there holds a hyphen or a plus otherwise.
  {
    domains:
      'yahoo.com yahoo.ca yahoo.co.id yahoo.co.in yahoo.co.kr yahoo.co.nz yahoo.co.th yahoo.co.uk yahoo.com.ar yahoo.com.au yahoo.com.br yahoo.com.cn yahoo.com.hk yahoo.com.mx yahoo.com.my yahoo.com.ph yahoo.com.sg yahoo.com.tr yahoo.com.tw yahoo.com.vn yahoo.cn yahoo.de yahoo.dk yahoo.es yahoo.fr yahoo.gr yahoo.ie yahoo.in yahoo.it yahoo.nl yahoo.no yahoo.pl yahoo.ro yahoo.se ymail.com rocketmail.com myyahoo.com',
    cut: '-+',
  },
  { domains: 'icloud.com', cut: '+' },
  { domains: 'me.com mac.com', sameAs: 'icloud.com' },
  // Addresses that differ by these signs alone belong to one account, and so do a name's four domains.
  { domains: 'proton.me', cut: '+', ignored: '.-_' },
  { domains: 'protonmail.com protonmail.ch pm.me', sameAs: 'proton.me' },
  {
    domains: 'fastmail.com fastmail.fm fastmail.cn fastmail.co.uk fastmail.de fastmail.es fastmail.to sent.com',
    cut: '+',
    subdomains: true,
  },
  { domains: 'yandex.ru', cut: '+' },
  { domains: 'yandex.com yandex.by yandex.kz yandex.ua yandex.com.tr ya.ru', sameAs: 'yandex.ru' },
  {
    domains: 'mailbox.org posteo.de posteo.net runbox.com hey.com zoho.com zohomail.com disroot.org riseup.net',
    cut: '+',
  },
]

export const usualRules: MailboxRules = new Map(
  providers.flatMap(({ domains, ...rule }) =>
    domains.split(' ').map((domain): [string, MailboxRule] => [domain, { ...noRule, ...rule }]),
  ),
)

/** The usual rules with an operator's own over them. */
export const rulesWith = (own: readonly (MailboxRule & { domain: string })[]): MailboxRules =>
  own.length
    ? new Map([...usualRules, ...own.map(({ domain, ...rule }): [string, MailboxRule] => [domain, rule])])
    : usualRules

// What an address says of itself: whose domain it is of, and which others are like it. Pure.
import { usualRules } from '../../lib/mailbox-rules.ts'

/** Providers that anybody may have a mailbox at and that say nothing about mailboxes in lib/mailbox-rules.ts. */
const otherProviders =
  'hinet.net pchome.com.tw kimo.com seed.net.tw ms1.url.com.tw url.com.tw so-net.net.tw giga.net.tw apol.com.tw ' +
  'qq.com foxmail.com 163.com 126.com sina.com naver.com daum.net hanmail.net kakao.com docomo.ne.jp ezweb.ne.jp ' +
  'softbank.ne.jp aol.com mail.com gmx.com gmx.de gmx.net gmx.at web.de t-online.de freenet.de mail.ru list.ru bk.ru ' +
  'orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it wp.pl o2.pl onet.pl seznam.cz btinternet.com ' +
  'sky.com virginmedia.com talktalk.net comcast.net verizon.net att.net sbcglobal.net cox.net shaw.ca rogers.com ' +
  'bigpond.com optusnet.com.au xtra.co.nz tutanota.com tuta.com'

const providers: ReadonlySet<string> = new Set([...usualRules.keys(), ...otherProviders.split(' ')])

/** Second levels under which names are given out, as in example.com.tw. */
const secondLevels = new Set(
  'com net org edu gov mil idv ac co or ne go gr ad ed lg game ebiz club gob nom sch'.split(' '),
)
/**
 * Below these a name is given out after a look at who asks: a school, an authority. Named one by one, since elsewhere the same letters
 * are for sale (.edu.pl, .ac.ru): whoever bought one would never be held.
 */
const institutions = new Set(
  (
    'edu gov mil int edu.tw gov.tw mil.tw edu.hk gov.hk ac.jp go.jp ed.jp lg.jp ac.kr go.kr hs.kr ms.kr es.kr ac.uk gov.uk sch.uk ' +
    'edu.au gov.au ac.nz govt.nz school.nz edu.sg gov.sg edu.my gov.my ac.th go.th ac.id sch.id go.id ac.in gov.in ' +
    'edu.br gov.br edu.mx gob.mx edu.cn gov.cn ac.il gov.il edu.ph gov.ph'
  ).split(' '),
)

/** The name that somebody registered: example.com.tw of mail.example.com.tw. `host` in ASCII and lower case. */
export function registrableOf(host: string): string {
  const parts = host.split('.')
  const isBelow = parts.length > 2 && parts.at(-1)!.length === 2 && secondLevels.has(parts.at(-2)!)
  return parts.slice(isBelow ? -3 : -2).join('.')
}

/** Whether anybody may have a mailbox there, free of charge or with their line. */
export const isPublicProvider = (host: string): boolean => providers.has(host) || providers.has(registrableOf(host))

/** Of a school or an office, by the end of its name. */
export function isInstitution(host: string): boolean {
  const parts = host.split('.')
  return institutions.has(parts.at(-1)!) || (parts.length > 2 && institutions.has(parts.slice(-2).join('.')))
}

/**
 * What addresses of a series have in common, from the part before the @: 'voter####' of voter0007, 'mei+' of mei+a. Null where no
 * other address can be like it. Digits keep their number: 'chen1990' is like few, 'chen7' like others.
 */
export function shapeOf(local: string): string | null {
  const plus = local.indexOf('+')
  const base = (plus > 0 ? local.slice(0, plus) : local).toLowerCase()
  const bare = base.replace(/[._-]/g, '')
  const shape = bare.replace(/\d/g, '#')
  if (plus > 0) return `${shape}+`
  if (shape.includes('#')) return shape
  return bare === base ? null : `${bare}.` // only where signs stand tells these apart
}

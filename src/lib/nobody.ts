// Who makes a commitment. Somebody who reads it years later must know whom to ask: neither whoever it may concern, nor people outside
// the government. Pure.
import { saysNothing } from './filler.ts'
import { inEitherKind, lettersIn, listed, wordsIn } from './letters.ts'

const whichever =
  '(?:本府|本局|本處|本會|本所|市府|縣府|中央|地方|上級|各|各級|各個|有關|相關|權責|主管|主辦|協辦|主協辦|業務|承辦|負責|專責|所屬|所有|全體|其他|某|該|跨|之|的)'
const some = '(?:單位|機關|部門|科室|處室|局處|局處會|人員|同仁|承辦人|負責人|主辦人|某人|有人|大家|窗口|團隊|專人)'
/** A section is somebody unless it may be any: 業務科 and 路燈管理科 are names. */
const anySection = '(?:(?:權責|主管|主辦|協辦|承辦|負責|相關|有關|各|某|該)+[局處科室組課股](?!室))'
const one = `(?:${whichever}*${some}|${anySection}|${whichever}*廠商)`

/** 相關局處及單位, 權責科, ＯＯ科. */
const nobody = inEitherKind(new RegExp(`^(?:${one}[及與和或暨、]?)*${whichever}*${some}$|^${anySection}$`, 'u'))
const blank = inEitherKind(/^(?:[xo某]{1,4})(?:[局處科室組課股]|單位|機關|先生|小姐)$/u)
const unnamed = listed(
  `未定 待定 另定 尚未決定 尚未確定 未確定 未指定 待指定 未指派 待指派 待分派 未分派 不明 不詳 未知 同左 跨局處 跨機關 跨單位 跨部門
  上級 長官 中央 民眾 市民 縣民 全民 全體市民 全體民眾 大眾 社會大眾 各界 社會各界 提案人 提議人 附議人`,
)
const inEnglish = [
  '(?:someone|somebody|nobody|anyone|everyone|anybody|everybody|whoever)(?: .*)?',
  'no one|us|we|all of us|you|unknown|unassigned|unnamed|to be (?:named|appointed|assigned|decided|determined|confirmed|announced)(?: .*)?',
  'not (?:yet )?(?:known|assigned|decided|named)(?: yet)?|(?:tbd|tbc|tba) .*',
  '(?:the )?(?:citizens?|public|residents?|people|community|proposer|petitioner|co signers?)',
  '(?:(?:the|all|any|our) )?(?:(?:relevant|responsible|competent|appropriate|concerned|related|other|higher) ){0,2}(?:departments?|agency|agencies|units?|staff|authority|authorities|bureaus?|offices?|parties|party|teams?|people|person|colleagues|sections?|divisions?)(?: (?:concerned|involved|responsible|in charge))?',
].map((words) => new RegExp(`^(?:${words}) $`))

/** Whether a commitment is made by nobody: no owner, whoever it may concern, or those it is made to. */
export function namesNobody(owner: string): boolean {
  if (saysNothing(owner)) return true
  const bare = lettersIn(owner)
  if (bare.length > 60) return false
  const words = wordsIn(owner)
  return unnamed.has(bare) || nobody.test(bare) || blank.test(bare) || inEnglish.some((pattern) => pattern.test(words))
}

const wide = listed(
  `政府 市府 本府 縣府 市政府 縣政府 府 廠商 委外廠商 得標廠商 承包商 承攬廠商 承商 施工廠商 專案小組 工作小組 推動小組 委員會 小組 主管 首長`,
)
const wideInEnglish =
  /^(?:(?:the|our) )?(?:city|county|government|city government|town hall|council|management|contractors?|winning bidder|working group|task force) $/
const wholeGovernment = inEitherKind(/^\p{Script=Han}{2,3}[縣市](?:政府)?$/u)

/** Whether the one who makes it is so wide that nobody in particular may feel meant: a whole government, whoever wins a contract. */
export function namesMany(owner: string): boolean {
  const bare = lettersIn(owner)
  return wide.has(bare) || wholeGovernment.test(bare) || wideInEnglish.test(wordsIn(owner))
}

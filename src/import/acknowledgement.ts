// Entries that only say that a proposal came in. They answer nothing. Pure.

const longest = 120
const receipts =
  /收悉|敬悉|收到|收件|已受理|錄案|轉請|轉交|轉送|轉知|移請|hasbeenreceived|wehavereceived|thankyoufor|acknowledg|(?:forwarded|passedon|referred)to/u
/** Words that decide something, or report what was done: with one of them it says more than that it came in. */
const decides =
  /參採|採納|採行|同意|不予|不宜|不可行|可行|無法|礙難|未便|維持|推動|納入|增設|修正|修法|完成|改善|實施|爭取|adopt|accept|reject|declin|agree|built|chang|will(?:not|be)|cannot|possible|fixed|repair|replac|complet|done|resolv|remov|install|schedul|filled|clean|paint|added/u

/** A short text that acknowledges receipt, and perhaps passes it on: 「您的提議已收悉，將轉請權責單位參考。」 */
export function isAcknowledgement(text: string): boolean {
  const bare = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{S}\p{Z}\p{C}]/gu, '')
  return bare.length <= longest && receipts.test(bare) && !decides.test(bare)
}

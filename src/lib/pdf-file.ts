// Whether bytes are a PDF from the first to the last: what begins as something else, or goes on behind the end, would be read as that
// by other programs. Pure.

/** Behind the last mark of the end only white space may follow. */
export function isWholePdf(bytes: Buffer): boolean {
  if (!/^%PDF-[12]\.\d/.test(bytes.toString('latin1', 0, 8))) return false
  const last = bytes.lastIndexOf('%%EOF')
  return last > 0 && /^[\s\0]*$/.test(bytes.toString('latin1', last + 5))
}

// Content-Disposition (RFC 6266): under which name a browser saves what it gets. Pure.

/** The name once as every program reads it, and once in full (RFC 8187). What is no part of a file's name is left out. */
export function asDownload(name: string, how: 'inline' | 'attachment'): string {
  const safe = name.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim()
  const plain = safe.replace(/[^\x20-\x7e]+/g, '_').replace(/%/g, '_')
  const full = encodeURIComponent(safe).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return `${how}; filename="${plain}"; filename*=UTF-8''${full}`
}

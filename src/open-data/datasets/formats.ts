// The formats that a table comes in, by the ending of its address or by what a client accepts. Pure.

export const formats = ['csv', 'json', 'ndjson', 'parquet'] as const
export type Format = (typeof formats)[number]

export const mediaTypes: { [format in Format]: string } = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
}

const accepted: { [type: string]: Format } = {
  'text/csv': 'csv',
  'application/json': 'json',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/vnd.apache.parquet': 'parquet',
}

/** The format that is wanted most. What names none of ours, or anything at all, gets JSON. */
export function formatAccepted(accept: string | undefined): Format {
  let best: { format: Format; weight: number } | null = null
  for (const part of (accept ?? '').split(',')) {
    const [type = '', ...parameters] = part.split(';').map((one) => one.trim().toLowerCase())
    const format = accepted[type]
    const q = parameters.find((one) => one.startsWith('q='))
    const weight = q === undefined ? 1 : Number(q.slice(2)) || 0
    if (format && weight > (best?.weight ?? 0)) best = { format, weight }
  }
  return best?.format ?? 'json'
}

/** The same address with the ending of a format before its parameters. */
export function withEnding(address: string, format: Format): string {
  const [path = '', query] = address.split('?')
  return `${path.replace(/\/$/, '')}.${format}${query === undefined ? '' : `?${query}`}`
}

// The portal's checks of everything that we tell the portal.
import type { Registered } from './data-gov-tw.ts'
import { type Check, checked } from './quality.ts'

type Reply = { status: number; headers: { [name: string]: unknown }; bytes: Buffer }
/** `file`: its path. `what` is empty where it passed. */
type DataFault = { file: string; check: Check; what: string }

/** `ask` gets a path of ours as anybody would. */
export async function checkOpenData(
  ask: (path: string) => Promise<Reply>,
  slug: string,
  now: () => Date,
): Promise<DataFault[]> {
  const told = `/${slug}/data/data.gov.tw`
  const list = await ask(told)
  if (list.status !== 200) return [{ file: told, check: 'link', what: `answered ${list.status}` }]
  const found: DataFault[] = []
  for (const dataset of JSON.parse(list.bytes.toString()) as Registered[])
    for (const resource of dataset.資料資源) {
      const { pathname } = new URL(resource.資料下載網址)
      const { status, headers, bytes } = await ask(pathname)
      const date = typeof headers.date === 'string' ? new Date(headers.date) : null
      const type = String(headers['content-type'] ?? '')
      const answer = { status, type, bytes, receivedAt: now(), answeredAt: madeAt(resource.檔案格式, bytes) ?? date }
      for (const verdict of checked(resource, dataset.主要欄位說明, answer)) found.push({ file: pathname, ...verdict })
    }
  return found
}

/** When a file says that it was made; null where its format has no place for it. */
function madeAt(format: string, bytes: Buffer): Date | null {
  const said = format === 'JSON' ? /"taken_at":"([^"]+)"/.exec(bytes.subarray(0, 4000).toString())?.[1] : undefined
  return said === undefined ? null : new Date(said)
}

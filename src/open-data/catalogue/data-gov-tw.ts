// What Taiwan's portal, data.gov.tw, asks to know of each dataset (政府資料開放平臺資料集詮釋資料), under its own names: whoever
// registers the datasets there copies it, or lets a program read it. Pure.
import { licenseUrl } from '../case-head.ts'
import { formats } from '../datasets/formats.ts'
import type { Columns, Table } from '../datasets/table.ts'
import type { Described, Publisher } from './catalogue.ts'

export type Registered = ReturnType<typeof registeredAs>

/** `meaning`: what a column means, in Chinese. `today`: the government's local day. */
export function registeredAs(
  dataset: Described,
  table: Table<Columns>,
  publisher: Publisher,
  origin: string,
  today: string,
  meaning: (column: string) => string,
) {
  const base = `${origin}/api/v1/${publisher.slug}/${table.name}`
  return {
    資料集識別碼: `${publisher.slug}-${table.name}`,
    資料集名稱: `${publisher.name['zh-Hant']}${dataset.title['zh-Hant']}`,
    資料集描述: dataset.description['zh-Hant'],
    主要欄位說明: Object.keys(table.columns).map((name) => ({ 欄位名稱: name, 欄位說明: meaning(name) })),
    資料資源: formats.map((format) => ({
      檔案格式: format.toUpperCase(),
      編碼格式: 'UTF-8',
      資料下載網址: `${base}.${format}`,
    })),
    提供機關: publisher.name['zh-Hant'],
    提供機關聯絡人: publisher.contact?.['zh-Hant'] ?? publisher.name['zh-Hant'],
    資料集類型: '原始資料',
    服務分類: '公共資訊',
    更新頻率: '即時',
    授權方式: '政府資料開放授權條款-第1版',
    授權說明網址: licenseUrl,
    計費方式: '免費',
    上架日期: publisher.createdAt.toISOString().slice(0, 10),
    詮釋資料更新時間: today,
    關鍵字: dataset.keywords['zh-Hant'].split('、'),
    相關網址: `${origin}/${publisher.slug}/data#${table.name}`,
    備註: `欄位的機器可讀說明（CSVW）：${base}.csv-metadata.json`,
  }
}

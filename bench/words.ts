// Invented content of realistic length, the same at every run: sentences are put together once, cases are put together from
// sentences.

/** A small generator of numbers between 0 and 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const pick = <T>(random: () => number, list: readonly T[]): T => list[Math.floor(random() * list.length)]!

const places =
  '港東 舊城 石鼻 內湖 竹圍 大坑 南寮 青埔 梅園 溪口 新市 山腳 東勢 北門 鹽田 白沙 柳營 崎頂 後壁 圓山'.split(' ')
const spots =
  '國小前路口 公園步道 河堤 捷運站出口 社區活動中心 傳統市場 圖書館 夜市 停車場 海堤 自行車道 老街 運動場 車站 診所旁巷弄'.split(
    ' ',
  )
const troubles =
  '夜間照明不足 人行道被機車佔用 公車班次太少 垃圾桶不夠 積水排不掉 行人號誌秒數太短 噪音擾人 樹木無人修剪 遊具老舊 無障礙坡道太陡 標線看不清楚 空氣品質不佳 流浪犬聚集 假日停車混亂 廁所不足'.split(
    ' ',
  )
const acts = '增設 改善 延長 重新規劃 定期巡檢 開放 補助 公開 試辦 加強'.split(' ')
const things =
  '照明設備 公車班次 人行空間 排水系統 行人號誌 垃圾清運 無障礙設施 停車管理 綠地養護 自行車停放區 公共廁所 空氣監測站'.split(
    ' ',
  )
const whos = '學童 長者 通勤族 輪椅使用者 店家 推嬰兒車的家長 夜歸的人 附近住戶 騎自行車的人 外地訪客'.split(' ')
const whens = '上下學時間 每逢大雨 週末傍晚 入夜以後 尖峰時段 連續假期 清晨五點 過去三年'.split(' ')

const random = randomFrom(20_261_125)
const one = (list: readonly string[]) => pick(random, list)
const many = (count: number, make: () => string) => Array.from({ length: count }, make)

/**
 * A case is about one trouble of one place. So most words are in one to ten of a hundred cases, as in real proposals (of 1,325
 * on Taiwan's national platform 公車 is in 3 %, 停車 in 5 %, 機車 in 10 %), and few are in most of them, such as 經費.
 */
const subjects = places.flatMap((place) =>
  troubles.map((trouble) => {
    const [spot, who, thing] = [one(spots), one(whos), one(things)]
    return {
      title: (from: () => number) => `${pick(from, acts)}${place}${spot}${thing}，解決${trouble}`,
      problems: many(
        12,
        () =>
          `${one(whens)}，${place}${spot}的${trouble}，${who}只能繞到車道上走，里長反映過 ${Math.ceil(random() * 9)} 次，至今沒有看到具體的處理時程。`,
      ),
      benefits: many(
        3,
        () =>
          `${who}與其他人都能安心使用${spot}，估計每年經費約 ${Math.ceil(random() * 90) * 10} 萬元，可以從既有的${thing}預算調整。`,
      ),
      asks: many(4, () => `請在${place}${spot}${one(acts)}${thing}，並於三個月內公布辦理情形。`),
    }
  }),
)
export const answerTexts = Array.from(
  { length: 200 },
  () =>
    `本局於會勘後確認${one(places)}${one(spots)}確有${one(troubles)}的情形，將${one(acts)}${one(things)}，並邀集${one(whos)}代表討論設計；相關經費已納入下年度概算，預計分兩期完成。`,
)
export const promiseTexts = Array.from({ length: 80 }, () => `${one(acts)}${one(places)}${one(spots)}的${one(things)}`)
export const districtNames = places.flatMap((place) => [`${place}區`, `${place}鄉`])

const draw = (from: () => number, list: string[], count: number) =>
  Array.from({ length: count }, () => pick(from, list))

export type Texts = { title: string; problem: string; benefit: string; asks: string[] }

/** The texts of one case: a title of 15 to 30 characters, some 800 of problem, two or three asks. */
export function textsOf(seed: number): Texts {
  const from = randomFrom(seed)
  const subject = pick(from, subjects)
  return {
    title: subject.title(from),
    problem: draw(from, subject.problems, 8 + Math.floor(from() * 10)).join('\n\n'),
    benefit: draw(from, subject.benefits, 2).join('\n'),
    asks: draw(from, subject.asks, 2 + Math.floor(from() * 2)),
  }
}

/** What people type into the search field: one to four characters, and phrases; rare words and common ones. */
export const searches = [
  ...new Set([...places, ...things, ...whos, ...troubles.map((t) => t.slice(0, 4)), '路', '燈', '經費', '公車 夜間']),
]

// The invented cases of the demonstration. Nothing here happened anywhere.
import type { DemoAnswer } from './demo-answer.ts'

export type DemoCase = {
  title: string
  name: string
  topic: string
  district?: string
  place?: string
  agencies: string[]
  problem: string
  benefit: string
  asks: string[]
  daysAgo: number
  signers: number
  until?: 'checking' | 'refused'
  answer?: DemoAnswer
}

export const demoCases: DemoCase[] = [
  {
    title: '開放石鼻漁港南堤釣魚，讓防波堤合法又安全',
    name: '浪靜',
    topic: 'sea',
    district: 'd8',
    place: '石鼻漁港',
    agencies: ['fisheries', 'fire', 'tourism'],
    problem:
      '石鼻漁港南堤一直有人釣魚，也一直在開罰單。禁了十幾年，人沒有少，反而翻過圍籬站到消波塊上。\n\n鄰近縣市已有港口劃設釣魚區：有步道、有救生圈、有時段。與其派人驅趕，不如把適合的一段整理好，把不適合的守住。',
    benefit: '受益的是釣友、漁民與港區店家。設施費用估計 800 萬元，可由場地登記費分攤一部分。',
    asks: [
      '開放南堤外側 400 公尺供民眾釣魚，內側航道與作業碼頭維持禁止。',
      '開放時間延長到晚上 10 點，並加裝照明。',
      '由釣魚團體與漁會共同管理，釣客實名登記、不收費。',
      '取消釣魚防波堤的罰鍰，並退還近一年已繳的罰鍰。',
    ],
    daysAgo: 260,
    signers: 6218,
    answer: {
      daysAfterThreshold: 76,
      analysis:
        '石鼻漁港南堤長 620 公尺。去年查獲違規釣魚 214 件，落海救援 3 件，都發生在沒有防滑設施的消波塊上。\n\n市府請結構技師檢測堤面，外側 400 公尺可承受人員活動，末端 220 公尺因沉陷不建議開放。',
      deliberation:
        '與提案人、石鼻區漁會、兩個釣魚團體現勘，並召開協作會議，23 人出席，就範圍與時段取得共識，保險責任未取得共識。',
      decisions: [
        [
          'adopted',
          '南堤外側不在漁船進出航道上，近五年沒有船隻碰撞紀錄，漁會也同意。自公告日起開放，範圍以黃線與告示標示。',
        ],
        ['partly', '照明分兩期。第一期完成前，開放日出到日落；完成後，週五、週六開放到晚上 10 點。'],
        ['under_study', '三方都願意，但責任保險由誰投保還沒有共識。明年四月前召開協作會議。'],
        ['not_adopted', '已繳的罰鍰是依當時公告的禁止範圍作成，不因之後開放而失效。'],
      ],
      commitments: [
        ['公告南堤外側開放範圍與安全規範', '漁港管理科', 30, 'kept'],
        ['設置防滑步道、救生圈與 6 處緊急求救點', '工程科', 60, 'open'],
        ['公布開放滿一年的檢討報告', '企劃科', 400, 'open'],
      ],
    },
  },
  {
    title: '候車亭加裝遮陽與電子站牌',
    name: '等車的人',
    topic: 'transport',
    agencies: ['transport'],
    problem: '全市 640 座候車亭有 410 座沒有遮陽，夏天正午等車的長輩常站到騎樓裡，公車看不到人就過站。',
    benefit: '每天約 9 萬人次搭車。每座加裝約 12 萬元，可以分三年從使用最多的站做起。',
    asks: ['三年內為每天上車超過 100 人的站加裝遮陽。', '同時裝設電子站牌，顯示到站時間。'],
    daysAgo: 130,
    signers: 5110,
  },
  {
    title: '港西線公車末班延後到晚上 11 點半',
    name: '夜班護理師',
    topic: 'transport',
    district: 'd3',
    agencies: ['transport'],
    problem: '港西線末班 21:40，醫院小夜班 23:00 下班的人只能騎車或叫車。',
    benefit: '港西區三家醫院約 1,400 名夜班人員。每晚多開 4 班，一年約 430 萬元。',
    asks: ['平日末班延後到 23:30。', '公布延後後每班的搭乘人數，半年後檢討。'],
    daysAgo: 40,
    signers: 5240,
  },
  {
    title: '夜市分年停用一次性餐具，並補助攤商租用共用餐具',
    name: '潮間帶居民',
    topic: 'environment',
    place: '全市 12 處夜市',
    agencies: ['epb', 'economy'],
    problem:
      '港東夜市一個週末收運的垃圾約 9 公噸，清潔隊估計六成是餐盒、杯子與竹籤。風大的時候，塑膠碗會被吹進港區，退潮後留在石鼻的礁岩上。\n\n去年舊城夜市有 18 個攤位自行試辦共用餐具三個月，歸還率 91%，但每攤每月要多付約 2,000 元清洗費，期滿後只剩 4 攤繼續。',
    benefit:
      '受益的是夜市周邊居民、清潔隊員與漁民。攤商的負擔由前兩年的補助與集中清洗分攤。全市第一年約需 2,100 萬元。',
    asks: [
      '自明年 1 月起，市府主管的 12 處夜市停止提供一次性塑膠餐具；紙容器一年後停用。',
      '補助攤商租用共用餐具，第一年每攤每月最高 1,500 元，並在每處夜市設置歸還與清洗站。',
      '每半年公布各夜市的垃圾量與共用餐具歸還率，列入市府開放資料。',
    ],
    daysAgo: 45,
    signers: 3482,
  },
  {
    title: '公園飲水臺改為四季開放，並公布水質',
    name: '晨跑者',
    topic: 'education',
    agencies: ['epb'],
    problem: '公園飲水臺冬天關閉四個月，運動的人只能買瓶裝水。',
    benefit: '每年估計少用 60 萬個寶特瓶。',
    asks: ['飲水臺全年開放。', '每季在飲水臺上公布水質檢驗結果。'],
    daysAgo: 57,
    signers: 4812,
  },
  {
    title: '圖書館自習區週日延長到晚上 9 點',
    name: '考生的媽媽',
    topic: 'education',
    district: 'd2',
    agencies: [],
    problem: '週日下午 5 點閉館，準備考試的學生轉到速食店。',
    benefit: '六間分館每週多開 4 小時，一年人事費約 300 萬元。',
    asks: ['六間分館的自習區週日延長到晚上 9 點。'],
    daysAgo: 44,
    signers: 1206,
  },
  {
    title: '騎樓停車格改畫為行人通道',
    name: '推嬰兒車的爸爸',
    topic: 'transport',
    agencies: ['transport'],
    problem: '舊城區騎樓畫滿機車格，推車和輪椅只能走到馬路上。',
    benefit: '舊城區約 1 萬名長輩與幼兒每天受益；機車停車改到三處路外停車場。',
    asks: ['醫院與學校 300 公尺內的騎樓停車格改為行人通道。'],
    daysAgo: 120,
    signers: 931,
  },
  {
    title: '一日來回的郊山路線，改為線上登記即可入山',
    name: '山腳孩子',
    topic: 'outdoors',
    district: 'd7',
    agencies: ['tourism', 'fire'],
    problem:
      '溪北、山腳兩區的七條郊山步道，入山要在五天前送紙本表格。多數人當天看天氣才決定要不要走，結果是多數人不送件，真的迷途時市府反而沒有資料。',
    benefit: '登山的人省下一趟路，搜救的人多一份資料。系統估計 150 萬元。',
    asks: [
      '海拔 1,500 公尺以下、一日來回的郊山路線，改為線上登記即可入山。',
      '登記資料同時送消防局，迷途時能立刻查到路線與人數。',
      '發布豪雨特報時，自動通知已登記的隊伍。',
    ],
    daysAgo: 3,
    signers: 0,
    until: 'checking',
  },
  {
    title: '降低所得稅率，減輕受薪家庭負擔',
    name: '報稅季',
    topic: 'economy',
    agencies: [],
    problem: '受薪家庭的稅負每年增加，希望市府調降所得稅率。',
    benefit: '全市約 20 萬戶受薪家庭。',
    asks: ['調降綜合所得稅率一個百分點。'],
    daysAgo: 20,
    signers: 0,
    until: 'refused',
  },
]

// Words that mean one thing to whoever searches, until a government edits its own list. A set on each line: each word finds all
// of them. After > stands what the word before it finds as well, and not the other way round.
// The English ones are the commonest of the field, so that who reads only English finds cases that are written in Chinese.

import { usualEnglish } from './usual-english.ts'
import { usualEveryday } from './usual-everyday.ts'
import { usualNames } from './usual-names.ts'
import { usualWords } from './usual-words.ts'

const usual = `公車, 巴士, bus
公車 > 客運
bus > 客運, 遊覽車
腳踏車, 自行車, 單車, bicycle, bike, cycling
機車, 摩托車, motorcycle, motorbike, scooter
重機, 大型重機, 重型機車
汽車, car
計程車, 小黃, taxi, cab
火車, 列車
train > 火車, 列車, 臺鐵, 鐵路
臺鐵, 臺灣鐵路管理局, 臺鐵局
railway, railroad > 鐵路, 臺鐵
高鐵, 高速鐵路, high speed rail, HSR
捷運, MRT, metro, subway
機場, airport
高速公路, 國道, highway, freeway, motorway
停車, parking
交通, traffic
紅綠燈, 交通號誌, traffic light
人行道, sidewalk, pavement
行人, pedestrian
斑馬線, 行人穿越道, crosswalk, zebra crossing
道路, road
酒駕, 酒後駕車, 酒醉駕車, 酒後開車, drunk driving, drink driving, DUI
超速, speeding
駕照, 駕駛執照, driving licence, driver license
行車記錄器, 行車紀錄器, dashcam
電動車, 電動汽車, electric vehicle, electric car
幼兒園, 幼稚園, kindergarten, preschool
托嬰, 托育, childcare, day care
育嬰假, 育嬰留停, 育嬰留職停薪, parental leave
學校, school
國小, 小學, 國民小學, primary school, elementary school
國中, 國民中學, junior high school
高中, 高級中學, high school
大學, university
學生, student
老師, 教師, teacher
教育, education
考試, exam
學費, tuition
霸凌, bullying
健保, 全民健保, 全民健康保險, health insurance, NHI
醫院, hospital
醫師, 醫生, doctor
護理師, 護士, nurse
疫苗, vaccine, vaccination
癌症, cancer
長照, 長期照顧, 長期照護, long-term care
身心障礙, 殘障, disability, disabled
無障礙, accessibility, barrier-free
安樂死, euthanasia
抽菸, 抽煙, 吸菸, 吸煙
smoking > 吸菸, 抽菸, 禁菸, 菸害, 香菸
二手菸, 二手煙, secondhand smoke
電子菸, 電子煙, e-cigarette, vaping
大麻, cannabis, marijuana
酒類, alcohol
毒品, drugs
空氣污染, 空污, air pollution
污染, pollution
噪音, noise
垃圾, 廢棄物, garbage, trash, rubbish, waste
回收, recycling
塑膠, plastic
塑膠袋, plastic bag
免洗餐具, 一次性餐具, disposable tableware
環境, environment
氣候變遷, climate change
核能, 核電, 核能發電, nuclear
核電廠, nuclear power plant
nuclear power > 核能, 核電, 核四, 核二, 核廢料
太陽能, solar
再生能源, 綠能, renewable energy, green energy
電費, electricity bill
水費, water bill
樹木, 樹, tree
公園, park
動物, animal
動物保護, 動保, animal protection, animal welfare
寵物, pet
狗, 犬, dog
貓, cat
流浪狗, 流浪犬, 流浪動物, stray dog, stray animal
颱風, typhoon
地震, earthquake
淹水, 水災, flood
火災, fire
房價, house price, housing price
住宅, housing
租屋, 租房, rent
違建, 違章建築, illegal building
都市更新, 都更, urban renewal
稅, tax
所得稅, income tax
年金, pension
薪資, 薪水, 工資, salary, wage
基本工資, 最低工資, 基本薪資, minimum wage
勞工, labour, labor, worker
外勞, 移工, 外籍勞工, 外籍移工, migrant worker
外籍看護, 外籍幫傭, domestic worker
加班, overtime
一例一休, 週休二日
公務員, 公務人員, civil servant
警察, 員警, police
軍人, 國軍, soldier, military
徵兵, 兵役, conscription, military service
死刑, death penalty, capital punishment
鞭刑, caning
詐騙, 詐欺, fraud, scam
性騷擾, sexual harassment
同婚, 同性婚姻, 同志婚姻, same-sex marriage, gay marriage, marriage equality
性別平等, 性平, gender equality
原住民, indigenous
老人, 長者, 高齡者, 銀髮族, elderly, senior citizen
兒童, 孩童, children, child
國旅卡, 國民旅遊卡, travel card
統一發票, receipt lottery
電子發票, e-invoice
行動支付, 電子支付, mobile payment
選舉, election
投票, voting, vote
公投, 公民投票, referendum
網路, internet
網路叫車, ride hailing
Uber, 優步
Facebook, 臉書
觀光, 旅遊, tourism
圖書館, library
運動, sport
身分證, ID card
假日, 放假, holiday
衛福部, 衛生福利部
環保署, 環境保護署, 環境部
農委會, 農業委員會, 農業部
中選會, 中央選舉委員會
通傳會, 國家通訊傳播委員會, NCC
金管會, 金融監督管理委員會
國發會, 國家發展委員會
工程會, 公共工程委員會
原民會, 原住民族委員會
陸委會, 大陸委員會
公平會, 公平交易委員會
人事總處, 人事行政總處
主計總處, 行政院主計總處
環保局, 環境保護局
衛生局, health department
交通局, transport department
YouBike, You bike, UBike, U bike, iBike, CBike, 微笑單車, 公共自行車, 公共腳踏車
共享單車, 公共自行車, oBike
電動機車, 電動摩托車
電動自行車, 電動腳踏車
機慢車 > 機車
紅綠燈, 交通號誌, 號誌燈, 紅綠號誌
超車道 > 內側車道, 內線車道
內側車道, 內線車道, 內車道
二段式左轉, 兩段式左轉, 待轉
違停, 違規停車, 違法停車
占用, 霸佔
酒測, 酒精測試
肇逃, 肇事逃逸
罰單, 罰鍰, 罰款
重罰, 加重刑責, 加重處罰, 加重罰則
考照, 考駕照, 駕照考試
安全帽, 頭盔
塞車, 堵車, 壅塞, 擁擠
捷運 > 北捷, 高捷
臺北車站, 臺北火車站, 北車
桃園機場, 桃機
松山機場, 松機
竹科, 新竹科學園區, 新竹科學工業園區
中科, 中部科學園區
南科, 南部科學園區, 臺南科學園區
雙北 > 臺北, 新北
北北基 > 臺北, 新北, 基隆
北市, 臺北市
中市, 臺中市
高市, 高雄市
竹縣, 新竹縣
北宜, 北宜公路, 國道五號, 國道5號
雪隧, 雪山隧道
蘇花, 蘇花公路
中橫, 中橫公路, 中部橫貫公路
國一, 國道一號, 國道1號, 中山高
國三, 國道三號, 國道3號, 福高
中火, 臺中火力發電廠, 臺中電廠
核四, 核四廠, 第四核能發電廠
廢死, 廢除死刑
反廢死 > 死刑
無期徒刑, 終身監禁
虐童, 虐嬰, 兒虐, 兒童虐待, 虐待兒童
虐待動物, 虐貓, 虐狗, 虐殺動物, 動物虐待
流浪動物, 浪浪, 毛小孩, 毛孩子
寵物登記, 晶片登記
禁菸, 禁止吸菸, 禁止抽菸
菸害, 二手菸
香菸, 紙菸, 菸品
毒販, 販毒, 運毒, 製毒
吸毒, 施用毒品
詐騙, 詐欺, 行騙
電信三雄 > 中華電信, 臺灣大哥大, 遠傳
手機費率, 電信費, 月租費, 資費
營養午餐, 學校午餐
早自習, 早修, 晨間自習
上學時間, 到校時間, 上課時間
學測, 大學學科能力測驗
會考, 國中教育會考
課綱, 課程綱要
文言文, 古文
教師, 老師, 教職員
家長, 父母, 爸媽
長者, 老人家, 年長者
國軍 > 軍人, 志願役, 義務役
當兵, 服役, 兵役, 義務役
替代役, 社會役
基本工資, 最低工資, 基本薪資, 最低薪資
薪水, 薪資, 工資, 月薪, 待遇
補班, 補班日, 補行上班
連假, 連續假期, 彈性放假, 彈性休假, 調整放假
七天假 > 國定假日
週休三日, 週休3日, 做四休三
颱風假, 停班停課
特休, 特別休假, 年休
育嬰假, 育嬰留停, 育嬰留職停薪
陪產假, 陪產檢及陪產假
生理假, 月經假
勞基法, 勞動基準法
選罷法, 公職人員選舉罷免法
公投法, 公民投票法
健保法, 全民健康保險法
個資法, 個人資料保護法
動保法, 動物保護法
集遊法, 集會遊行法
兩公約, 公民與政治權利國際公約
道交條例, 道路交通管理處罰條例
社維法, 社會秩序維護法
性平法, 性別平等教育法, 性別平等工作法
兒少法, 兒童及少年福利與權益保障法, 兒童少年權益
毒防條例, 毒品危害防制條例
菸防法, 菸害防制法
文資法, 文化資產保存法
環評, 環境影響評估
都計, 都市計畫
勞健保 > 勞保, 健保
勞保, 勞工保險
年改, 年金改革
18趴, 十八趴, 百分之十八
囤房稅, 空屋稅
社宅, 社會住宅
房租, 租金
租金補貼, 租屋補助, 租屋補貼, 房租補助
公設, 公共設施
空屋, 空房, 閒置房屋
空汙, 空污, 霾害, 霧霾
PM2.5, 細懸浮微粒
塑膠袋, 購物袋
廚餘, 剩食
綠電, 綠能, 再生能源
太陽能, 太陽光電
風電, 風力發電, 離岸風電
錢幣, 貨幣, 硬幣, 鈔票, 紙鈔, 新臺幣, 臺幣
發票, 統一發票
電子支付, 行動支付, 無現金
同性戀, 同志, LGBT
跨性別, 變性
新住民, 外籍配偶, 外配
陸生, 中國學生, 大陸學生
個資, 個人資料, 個人資訊
假新聞, 假訊息, 不實訊息
立委, 立法委員
里長, 村里長
選舉年齡, 投票年齡
不在籍投票, 通訊投票, 事前投票
罷免, 罷免案
電擊槍, 電擊器, 泰瑟槍
消防員, 消防隊員
身障, 身心障礙, 身心障礙者
聽障, 聽損, 聽覺障礙
視障, 視覺障礙, 盲人
愛滋, HIV, AIDS
殯葬, 喪葬
放鞭炮, 鞭炮, 爆竹, 煙火
燒金紙, 紙錢, 金紙, 金爐`

export const usualSynonyms = [usual, usualEnglish, usualNames, usualWords, usualEveryday].join('\n')

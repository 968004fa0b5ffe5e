// More words of public life, in English and in Chinese, until a government edits its own list of synonyms. As in usual-synonyms.ts:
// a set on each line, and after > what the words before it find as well.

export const usualWords = `women, woman, female > 女性, 婦女, 女生
men, man, male > 男性, 男生
gender > 性別
gay, homosexual, LGBT > 同志, 同性戀
same-sex > 同性
transgender > 跨性別, 變性
sex education > 性教育
sanitary products, tampon, menstrual cup > 衛生棉, 衛生棉條, 月亮杯
youth, young people, teenager > 青年, 年輕人, 青少年
kids, minor, minors > 兒童, 小孩, 未成年
parent > 家長, 父母
mother > 母親, 媽媽
father > 父親, 爸爸
family > 家庭
old people, older people, aged, senior, seniors > 老人, 長者, 高齡, 老年
care, caregiver, carer > 照護, 照顧, 看護
disabilities, handicapped > 身心障礙, 殘障
blind > 視障, 盲人
deaf > 聽障, 聾
patient > 病人, 患者
disease, illness > 疾病, 病患
flu, influenza > 流感
epidemic, pandemic, COVID > 疫情, 防疫
surgery > 手術
medical > 醫療
treatment, therapy > 治療, 療法
donate blood, donating blood, give blood > 捐血
donate, donation, charity > 捐款, 捐贈, 慈善
health > 健康, 衛生, 健保
hygiene, toilet, restroom > 公廁, 廁所, 馬桶
exercise, sports > 運動, 體育
basketball > 籃球
energy > 能源, 綠能
green > 綠色, 綠能
coal power > 燃煤, 火力發電
natural gas > 天然氣, 瓦斯
geothermal > 地熱
climate, global warming, greenhouse gas > 氣候, 暖化, 溫室氣體
air quality, smog, haze > 空氣品質, 空污, 霧霾
water pollution, dirty water > 水污染, 污水
dam, reservoir > 水庫
rain > 下雨, 雨水
weather > 天氣, 氣象
heat, hot > 高溫, 酷熱
disaster > 災害, 天災
alert, warning > 警報, 警示, 預警
emergency > 緊急
rescue > 救援, 救難, 搜救
firefighter, fireman > 消防員, 消防
safety > 安全
danger, dangerous > 危險
accident > 事故, 車禍
pedestrian crossing, pedestrian safety > 行人, 斑馬線
intersection, junction > 路口
lane > 車道
left turn, turn left > 左轉
right turn, turn right > 右轉
red light running, run a red light > 闖紅燈
seat belt > 安全帶
driver, drivers, driving > 駕駛, 司機
licence, license > 駕照, 執照, 證照
ride, riding > 騎, 騎乘, 行駛
traffic light countdown, countdown > 倒數, 讀秒
traffic fine, traffic violation, traffic offence > 交通違規, 交通罰鍰, 罰單
traffic jam, congestion > 塞車, 壅塞
public transport, public transportation, mass transit > 大眾運輸, 公共運輸
transport, transportation > 交通, 運輸
vehicle > 車輛, 汽車
heavy motorcycle, big bike > 重機, 大型重型機車
bus fare, fare, train fare > 票價
seat > 座位, 博愛座
commute, commuter > 通勤
pothole, road surface > 坑洞, 路面, 路平
street, alley > 街道, 巷弄
car park, parking lot, parking space > 停車場, 停車格, 停車位
illegal parking > 違停, 違規停車
towing > 拖吊
school bus > 校車
university entrance, college entrance > 大學入學, 學測, 指考
college > 大學, 大專
vocational school > 高職, 技職
high school student > 高中生, 高中
course, class, lesson > 課程, 上課
textbook > 課本, 教科書
history > 歷史
classical Chinese > 文言文
language > 語言
English > 英語, 英文
Chinese > 中文, 國語, 華語
Hakka > 客語, 客家
reading, book > 閱讀, 書籍, 圖書
kindergarten fee, childcare subsidy > 托育補助, 育兒津貼, 幼兒園
child allowance, baby bonus > 育兒津貼, 生育補助
work > 工作, 勞動
worker, workers, working > 勞工, 工人
employee, staff > 員工, 勞工
company, enterprise, business > 公司, 企業
unemployed, jobless > 失業
career > 職業
pay, income > 薪資, 薪水, 所得
low pay, low wages > 低薪
leave, vacation > 休假, 特休, 請假
holidays > 假日, 放假, 國定假日
weekend > 週末, 假日
rest day > 例假, 休息日, 休假
shift, night shift > 輪班, 夜班
workplace, office > 職場, 辦公
occupational injury > 職災, 職業災害
labour insurance, labor insurance > 勞保, 勞工保險
money > 金錢, 貨幣
price, prices, cost of living > 物價, 價格
debt, loan > 貸款, 債務
mortgage > 房貸
investment > 投資
economy, economic > 經濟
budget > 預算
finance > 財政, 金融
taxes, taxation > 稅, 稅制
VAT, business tax > 營業稅
vehicle tax, car tax > 牌照稅, 燃料稅
luxury tax > 奢侈稅
house, home, apartment building > 住宅, 房屋
building > 建築, 大樓
land price > 地價
land use, zoning > 土地使用, 都市計畫
city planning, urban planning > 都市計畫
city > 城市, 都市, 市
village > 村里, 鄉村
rural > 偏鄉, 鄉村, 農村
community > 社區
lighting, light > 照明, 路燈, 燈
trees, tree planting > 樹木, 種樹, 植樹
park, parks > 公園
playgrounds > 遊戲場, 遊樂場
cats and dogs > 貓狗, 犬貓
puppy > 幼犬, 狗
stray cat > 流浪貓, 浪貓
animal testing > 動物實驗
wildlife, wild animal > 野生動物
hunting > 狩獵, 獵捕
bird > 鳥
fish > 魚
meat > 肉
vegetarian, vegan > 素食, 蔬食
organic > 有機
rice > 稻米, 米
fruit > 水果
genetically modified, GMO > 基因改造, 基改
food additive > 食品添加物
food label, labelling, labeling > 標示
sugar > 糖, 含糖
alcohol tax > 酒稅, 健康捐
smoke, smoker, smokers > 吸菸, 抽菸, 菸
no smoking > 禁菸, 禁止吸菸
addiction > 成癮
narcotics, illegal drugs > 毒品
murder, homicide, killing > 殺人, 殺害
theft, steal > 竊盜, 偷竊
sentence, sentencing > 刑期, 量刑, 判刑
bail, parole > 交保, 假釋
death row, execution > 死刑, 死囚, 處決
justice > 司法, 正義
human rights, rights > 人權, 權利
freedom, free speech > 自由, 言論自由
protest, demonstration > 抗議, 遊行, 集會
equality > 平等
discrimination > 歧視
referendum threshold > 公投, 門檻
overseas voting, vote abroad, postal voting > 不在籍投票, 海外投票, 通訊投票
voter > 選民, 投票
recall > 罷免
candidate > 候選人
political party, party > 政黨
politician > 政治人物, 政治
democracy > 民主
minister > 部長
official, officials > 公務員, 官員
agency, department > 機關
petition platform, online petition > 公共政策網路參與平臺, 連署
open data > 開放資料
open government > 開放政府
digital > 數位
technology > 科技
computer > 電腦
website > 網站
Wi-Fi, wifi > 無線網路, WiFi
app > 應用程式, APP
data > 資料, 數據
password > 密碼
fraudster, swindler > 詐騙, 詐欺
spam > 垃圾郵件, 廣告
advertising, ad, ads > 廣告
broadcast > 廣播, 播出
movie, film > 電影
music > 音樂
art, arts > 藝術
culture > 文化
heritage > 文化資產, 古蹟
temple noise > 宗廟, 噪音
festival > 節慶, 節日
travel, trip > 旅遊, 觀光
travel agency > 旅行社
foreigner, foreigners > 外國人, 外籍
new immigrant > 新住民
overseas Chinese > 華僑, 僑胞
mainland China, Chinese tourist > 大陸, 陸客
capital city, relocate the capital > 遷都, 首都
Lanyu, Orchid Island > 蘭嶼
Kenting > 墾丁
Alishan > 阿里山
Changhua > 彰化
Yunlin > 雲林
Chiayi > 嘉義
Nantou > 南投
Miaoli > 苗栗
Lienchiang > 連江, 馬祖
military training > 軍訓, 軍事訓練
reservist > 後備, 教召
compulsory military service, draft, conscript > 徵兵, 兵役, 義務役
weapon > 武器
police gun, police shooting > 用槍, 槍械
CCTV, surveillance camera > 監視器, 攝影機
camera > 攝影機, 照相
ID, identity card > 身分證
household registration > 戶籍
name > 姓名
birth > 出生, 生育
death > 死亡
euthanasia law, right to die > 安樂死, 善終
surrogacy, surrogate mother > 代理孕母
sperm, egg donation > 精卵, 精子, 卵子
organ > 器官
time > 時間
standard time > 標準時間, 時區
ban, prohibit, forbid > 禁止, 全面禁止
abolish, abolition > 廢除
cancel > 取消
lower, reduce > 降低, 調降
raise, increase > 提高, 增加
extend, extension > 延伸, 延長
build, construct > 興建, 建設
improve, improvement > 改善
free, free of charge > 免費
disposable tableware, disposable utensils > 免洗餐具, 一次性餐具
single-use plastic > 塑膠, 一次性, 免洗餐具
plastic straw > 吸管
uniform > 制服, 服儀
smartphone ban > 手機
nuclear waste > 核廢料, 核廢
capital > 首都, 遷都
dental, dentistry, teeth > 牙醫, 牙齒
uniforms, dress code > 制服, 服儀
refund > 退費, 退稅, 退還
制服, 校服, 服儀
night, evening > 夜間, 夜晚, 晚上
dark > 照明, 路燈, 昏暗
晚上, 夜間, 夜晚
騎車 > 自行車, 機車, 腳踏車
太暗, 昏暗, 照明不足 > 照明, 路燈
幼教, 學前教育, 幼兒教育 > 幼兒園, 幼稚園
醉駕, 酒駕, 酒後駕車, 酒醉駕車
長輩, 長者, 老人, 高齡者
上班時間, 工作時間, 工時
補助金, 補助款, 補助
電單車, 摩托車, 機車
的士, 計程車
火葬, 火化, 殯葬
牙齒, 牙醫, 植牙
臺灣鐵路, 臺鐵
鐵馬 > 腳踏車, 自行車, 單車
卡車, 貨車, 大貨車, 小貨車, 砂石車, 聯結車
遊覽車, 大客車, 巴士
行動電話, 手機, 智慧型手機
監視器, 攝影機, 監視攝影機, 錄影監視
墮胎, 人工流產, 終止懷孕
隨身碟, USB
超商, 便利商店, 便利超商
賣場, 超市, 量販店
酒後駕車, 酒醉開車, 喝酒開車, 酒駕
無照駕駛, 沒有駕照
疲勞駕駛, 過勞駕駛
同性戀結婚, 同志結婚, 同婚 > 同性婚姻, 同婚, 同志婚姻
消費券, 消費卷, 振興券
彩券, 彩卷
瓦斯, 天然氣
街友, 遊民, 流浪漢
外勞 > 外籍移工, 外籍勞工
看護, 看護工, 照服員
保母, 保姆
產假, 分娩假
加班費, 超時工資
過勞, 超時工作, 工時過長
責任制, 超時工作
派遣, 派遣工, 人力派遣
約聘僱, 約聘, 約僱
公教人員, 軍公教
退休金, 退撫, 月退俸
國民年金, 國保
身心障礙手冊, 身心障礙證明
社會福利, 社福
低收入戶, 低收, 中低收入戶
學貸, 就學貸款, 助學貸款
補習班, 安親班
課後輔導, 第八節
大學聯考, 聯考
指考, 指定科目考試
技職, 高職, 科大
學區, 學籍
校規, 服儀, 髮禁
營養師, 營養午餐
食安, 食品安全
基改, 基因改造
農藥, 殺蟲劑, 除草劑
毒品, 安非他命, 海洛因
大麻 > CBD, 大麻二酚
藥局, 藥房
急診, 急救
護病比, 護理人力
器捐, 器官捐贈
試管嬰兒, 人工生殖, 人工受孕, 不孕
少子化, 生育率, 低生育率
生育補助, 生育獎勵, 生育津貼
育兒津貼, 托育補助
近視, 視力保健
癲癇, 羊癲瘋
失智, 失智症
憂鬱症, 精神疾病
網路霸凌, 校園霸凌 > 霸凌
家暴, 家庭暴力
跟騷法, 跟蹤騷擾防治法, 跟蹤騷擾
性侵, 強姦, 性侵害, 強暴
誣告, 濫訴
正當防衛, 防衛過當
假釋, 提前出獄
易科罰金, 罰金
受刑人, 囚犯, 收容人
獄政, 監獄, 矯正署
法官, 司法官
國民法官, 陪審團
警消, 警察, 消防
用槍, 開槍, 槍械使用
測速照相, 測速相機, 超速照相
區間測速, 平均速率
速限, 限速, 最高速限
闖紅燈, 紅燈右轉違規
兩輪, 機車, 自行車
安全島, 分隔島
標線, 道路標線
坑洞, 路面不平, 路平
騎樓, 人行道
天橋, 地下道
輕軌, 捷運
火車站, 車站
誤點, 準點
站票, 自由座, 無座
對號座, 對號列車
屏東高鐵, 高鐵延伸屏東
蘇花改, 蘇花公路改善
機場捷運, 機捷
航班, 直飛
颱風, 風災
停水, 缺水, 限水
停電, 限電, 缺電
地熱, 地熱發電
火力發電, 燃煤發電
核廢料, 核廢
垃圾車, 垃圾不落地
隨袋徵收, 專用垃圾袋
限塑, 塑膠袋
一次用, 一次性, 免洗
流浪狗, 流浪犬, 野狗
安樂死 > 零安樂, 零撲殺
放生, 野放
魚翅, 鯊魚
違建, 頂樓加蓋
實價登錄, 房價透明
預售屋, 新成屋
房屋稅, 地價稅
公寓大廈, 集合住宅, 集合式住宅
電梯, 升降機
遷都, 首都
縣市合併, 行政區重劃, 行政區劃
不分區, 不分區立委
政黨補助款, 選舉補助款
國籍, 雙重國籍
護照, 出入境
身分證字號, 身分證
電子身分證, 晶片身分證, 數位身分證
自然人憑證, 電子憑證
公文, 電子公文
網路投票, 電子投票
假日, 例假, 休假
情人節, 兒童節, 勞動節 > 國定假日
教師節, 師鐸獎
農民曆, 國曆
民國, 紀元, 西元
國語, 華語
臺語, 閩南語, 河洛話
客語, 客家話
母語, 本土語言, 鄉土語言
雙語, 英語教學
電競, 電子競技
街頭藝人, 街頭表演
釣魚, 海釣
露營, 營地
登山, 爬山, 入山
棒球, 職棒
公交, 公交車 > 公車, 客運
公交站 > 公車站, 站牌, 候車亭
出租車 > 計程車
地鐵 > 捷運
互聯網 > 網路, 網際網路
網絡 > 網路
信息 > 資訊
視頻 > 影片, 影音
短信 > 簡訊
軟件 > 軟體
打印 > 列印
塑料 > 塑膠
塑料袋 > 塑膠袋
外賣 > 外送
快遞 > 宅配, 快遞
小區 > 社區
醫保, 社保 > 健保, 勞保
養老院, 敬老院 > 安養院, 養護中心, 長照機構
殘疾, 殘疾人 > 身心障礙
攝像頭, 監控攝像頭 > 監視器, 攝影機
充電樁 > 充電站, 充電座, 充電樁
網吧 > 網咖`

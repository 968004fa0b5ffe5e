// English words of the field with the Chinese in which cases are written, until a government edits its own list. As in
// usual-synonyms.ts: a set on each line, and after > what the words before it find as well.

export const usualEnglish = `minimum pay, wage floor > 基本工資, 最低工資, 基本薪資
expressway > 快速道路, 快速公路, 高速公路
helmet > 安全帽
passport > 護照
visa > 簽證
immigration, immigrant > 移民, 移工, 新住民
foreign worker, foreign labour, foreign labor, foreign caregiver, caretaker > 外勞, 外籍勞工, 移工, 外籍看護
nationality, citizenship > 國籍
national health insurance > 健保, 全民健康保險
insurance > 保險
child abuse > 虐童, 虐嬰, 兒虐, 虐待兒童
animal abuse, animal cruelty > 虐待動物, 虐貓, 虐狗, 虐殺
abuse > 虐待
domestic violence > 家暴, 家庭暴力
violence > 暴力
rape, sexual assault > 強姦, 性侵
sex crime, sex offender > 性侵, 性犯罪
stalking > 跟騷, 跟蹤騷擾
penalty, punishment > 罰則, 處罰, 刑責, 重罰
fine > 罰鍰, 罰款, 罰單
traffic ticket > 罰單
jail, prison > 監獄, 坐牢, 有期徒刑, 受刑人
life imprisonment > 無期徒刑, 終身監禁
crime > 犯罪
criminal law > 刑法
judge, court > 法官, 法院
lawyer > 律師
constitution > 憲法
law, act, regulation > 法律, 法規, 條例
corruption > 貪污, 貪汙
bribe, vote buying > 賄選, 賄賂
referendum law > 公投法
voting age > 投票年齡, 選舉年齡, 18歲公民權
age of majority > 成年
absentee voting > 不在籍投票
legislator, lawmaker > 立委, 立法委員
mayor > 市長
president > 總統
government > 政府
public servant > 公務員, 公務人員
veteran > 退伍軍人, 榮民
army > 軍人, 國軍, 陸軍
teacher evaluation > 教師評鑑
curriculum > 課綱
homework > 作業, 功課
school start time, start school later > 上學時間, 到校時間, 上課時間
school hours > 上學時間, 上課時間
classroom > 教室
entrance exam > 入學考試, 學測, 指考, 會考, 聯考
cram school > 補習班
scholarship > 獎學金
student loan > 學貸, 就學貸款
English education, English class > 英語教育, 英文教育, 英語課, 英文課
English language > 英語, 英文
bilingual > 雙語
mother tongue, local language > 母語, 本土語言
Taiwanese language > 台語, 閩南語
sign language > 手語
school lunch, lunch > 營養午餐, 午餐
air conditioner, air conditioning > 冷氣, 空調
air purifier > 空氣清淨機
childbirth, birth rate > 生育, 少子化, 生育率
low birth rate > 少子化
pregnant, pregnancy > 懷孕, 孕婦
abortion > 墮胎, 人工流產
IVF > 試管嬰兒, 人工受孕, 人工生殖
baby, infant > 嬰兒, 嬰幼兒
babysitter, nanny > 保母, 托嬰
paternity leave > 陪產假, 育嬰假, 育嬰留停
maternity leave > 產假, 育嬰假
sick leave > 病假
annual leave > 特休, 年假, 休假
menstrual leave > 生理假
marriage > 婚姻, 結婚
divorce > 離婚
adultery > 通姦
adoption > 收養, 領養
surname > 姓氏
funeral > 殯葬, 喪葬, 喪假
three day weekend, three-day weekend, four day week, four-day week > 週休三日
working hours, work hours > 工時, 工作時間
day off > 休假, 放假, 例假
typhoon day > 颱風假
holiday swap, make-up workday > 補班, 補班日
long weekend > 連假
Lunar New Year, Chinese New Year > 春節, 過年
public holiday, national holiday > 國定假日
labour law, labor law > 勞基法, 勞動基準法
unemployment > 失業
job, employment > 就業, 工作
intern > 實習
boss, employer > 雇主
union > 工會
strike > 罷工
retirement, retire > 退休
pension reform > 年金改革, 年改
poverty, poor > 貧窮, 低收入
subsidy, allowance > 補助, 補貼, 津貼
welfare > 福利, 社福
homeless > 街友, 遊民
deduction > 扣除額
income tax deduction, tax deduction > 扣除額, 所得稅
tax cut > 減稅
tariff, customs > 關稅
fuel tax > 燃料稅, 燃料費
property tax, house tax > 房屋稅, 地價稅, 囤房稅
vacant house > 空屋
real estate > 房地產, 不動產
landlord > 房東
tenant > 房客, 租屋
social housing, public housing > 社會住宅, 社宅
rent subsidy > 租金補貼, 租屋補助
apartment > 公寓, 大廈, 集合住宅, 集合式住宅
elevator, lift > 電梯
balcony > 陽台
neighbour, neighbor > 鄰居
construction > 施工, 工程
rooftop > 頂樓, 屋頂
arcade > 騎樓
land > 土地
farmland, farm > 農地
farmer > 農民, 農夫
agriculture > 農業
pesticide > 農藥
food safety > 食安, 食品安全
food > 食品, 食物
restaurant > 餐廳
night market > 夜市
sugary drink > 含糖飲料
drink > 飲料
betel nut > 檳榔
firework, firecracker > 煙火, 鞭炮, 爆竹
incense, joss paper > 燒香, 金紙, 紙錢
temple > 廟, 宗廟, 寺廟
religion > 宗教
barbecue > 烤肉
smoking ban > 禁菸
apartment smoking > 住宅區, 禁菸
cigarette, tobacco > 香菸, 菸品, 菸
drug trafficking > 販毒, 運毒
gun > 槍
taser > 電擊槍
gambling > 賭博, 博弈
lottery > 彩券, 樂透
prostitution > 性專區, 性交易
pornography > 色情
blood donation > 捐血
organ donation > 器官捐贈
HIV, AIDS > 愛滋
mental health > 心理健康, 精神
depression > 憂鬱
suicide > 自殺
dentist > 牙醫
nurse patient ratio > 護病比
ambulance > 救護車
emergency room > 急診
medicine > 藥品, 藥
Chinese medicine > 中醫
glasses > 眼鏡
hearing > 聽損, 聽障
wheelchair > 輪椅
guide dog > 導盲犬
priority seat > 博愛座
pet registration > 寵物登記
microchip > 晶片
leash > 牽繩
animal shelter > 收容所
dangerous dog > 危險犬
pigeon > 鴿
whale, shark, shark fin > 鯨魚, 鯊魚, 魚翅
fishing > 釣魚
fishery, fisherman > 漁業, 漁民
ocean, sea, marine > 海洋
beach, coast > 海岸, 海灘
river > 河川, 河
mountain, hiking > 登山, 山
forest > 森林
national park > 國家公園
green space > 綠地
water > 水
water shortage, drought > 缺水, 乾旱
tap water > 自來水
electricity, power > 電力, 用電, 供電
power outage, blackout > 停電
power plant > 發電廠, 電廠
coal > 燃煤
wind power > 風電, 風力
carbon > 碳
straw > 吸管
packaging > 包裝
food waste, kitchen waste > 廚餘
cigarette butt > 菸蒂
sewage > 污水
recycling bin > 回收
noise pollution > 噪音
exhaust pipe, muffler > 排氣管
street light, lamp > 路燈
bridge > 橋
tunnel > 隧道
road safety > 道路安全, 交通安全
speed limit > 速限, 限速
speed camera > 測速照相
red light > 紅燈
right turn on red > 紅燈右轉
two-stage left turn, hook turn > 二段式左轉, 兩段式左轉
turn signal > 方向燈
headlight > 車燈, 大燈, 遠光燈
overtaking lane, passing lane, fast lane > 超車道, 內側車道
bus lane > 公車專用道
bus stop > 公車站, 站牌
bus driver > 公車司機, 司機
train station, railway station > 火車站, 車站
light rail > 輕軌
ticket > 票, 車票
ferry, ship, boat > 船
airplane, flight > 飛機, 航班
drone > 無人機
electric scooter, electric motorcycle > 電動機車, 電動摩托車, 電動二輪, 電動車, Gogoro
electric bike, e-bike > 電動自行車
shared bike, bike share, YouBike > 公共自行車, 共享單車
electric car charging, charging station > 充電
car accident, traffic accident > 車禍, 交通事故
hit and run > 肇事逃逸
driving test > 考照, 駕照考試
learner > 學習駕照
truck > 貨車, 卡車
license plate, number plate > 車牌
used car > 二手車, 中古車
gasoline, petrol, gas price > 汽油, 油價
toll > 通行費, ETC
internet speed, broadband, fibre, fiber > 寬頻, 光纖, 網路
mobile phone, cell phone, smartphone > 手機
phone fee, mobile phone fee > 電信費, 手機, 費率
parking fee > 停車費
fee, charge > 費用, 收費
scam call, phone scam > 詐騙電話, 詐騙
text message, SMS > 簡訊
online game, video game > 線上遊戲, 遊戲
fake news, disinformation > 假新聞, 假訊息
news, media > 新聞, 媒體
television, TV > 電視
privacy, personal data > 個資, 隱私
copyright > 著作權, 版權
artificial intelligence, AI > 人工智慧
bank > 銀行
credit card > 信用卡
cash > 現金
coin, currency, banknote > 硬幣, 貨幣, 鈔票, 錢幣, 臺幣
stock > 股票, 證券
inflation > 通貨膨脹, 物價
electronic payment > 電子支付, 行動支付
invoice, receipt > 發票
post office > 郵局
shop, store > 商店, 店家
consumer > 消費者
advertisement > 廣告
museum > 博物館
cultural heritage, monument > 文化資產, 古蹟
street performer, busker > 街頭藝人
tourist > 遊客, 觀光客
hotel > 旅館, 飯店
tour bus, coach > 遊覽車
baseball > 棒球
gym > 健身
swimming pool > 游泳池
playground > 遊戲場, 遊樂場
cycling path, bike path, bike lane > 自行車道
daylight saving time > 日光節約
time zone > 時區
flag > 國旗
China > 中國, 大陸
Hong Kong > 香港
Japan > 日本
United States, America > 美國
Taipei > 臺北
New Taipei > 新北
Taoyuan > 桃園
Hsinchu > 新竹
Taichung > 臺中
Tainan > 臺南
Kaohsiung > 高雄
Keelung > 基隆
Hualien > 花蓮
Taitung > 臺東
Yilan > 宜蘭
Pingtung > 屏東
Penghu > 澎湖
Kinmen > 金門
Matsu > 馬祖`

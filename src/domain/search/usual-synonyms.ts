// Words that mean one thing to whoever searches, until a government edits its own list. A set on each line: each word finds all
// of them. After > stands what the word before it finds as well, and not the other way round.
// The English ones are the commonest of the field, so that who reads only English finds cases that are written in Chinese.

export const usualSynonyms = `公車, 巴士, bus
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
交通局, transport department`

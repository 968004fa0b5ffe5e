// The national agencies of Taiwan under their English names, which cases written in Chinese do not have, until a government edits
// its own list of synonyms. As in usual-synonyms.ts: a set on each line, and after > what the words before it find as well.

export const usualNames = `Executive Yuan > 行政院
Legislative Yuan, parliament, legislature, congress > 立法院, 國會
Judicial Yuan > 司法院
Examination Yuan > 考試院
Control Yuan > 監察院
Ministry of the Interior, MOI > 內政部
Ministry of Foreign Affairs, MOFA > 外交部
Ministry of National Defense, Ministry of National Defence, MND > 國防部
Ministry of Finance, MOF > 財政部
Ministry of Education, MOE > 教育部
Ministry of Justice, MOJ > 法務部
Ministry of Economic Affairs, MOEA > 經濟部
Ministry of Transportation and Communications, Ministry of Transport, Ministry of Transportation, MOTC > 交通部
Ministry of Labor, Ministry of Labour, MOL > 勞動部
勞工部, 勞委會, 勞工委員會 > 勞動部
Ministry of Agriculture, Council of Agriculture, COA > 農業部, 農委會, 農業委員會
Ministry of Health and Welfare, Ministry of Health, MOHW > 衛生福利部, 衛福部
衛生署 > 衛生福利部, 衛福部
Ministry of Environment, Ministry of the Environment, Environmental Protection Administration, EPA > 環境部, 環保署, 環境保護署
Ministry of Culture, MOC > 文化部
Ministry of Digital Affairs, MODA > 數位發展部, 數位部
Ministry of Science and Technology, MOST > 科技部
National Science and Technology Council, NSTC > 國家科學及技術委員會, 國科會, 科技部
National Development Council, NDC > 國家發展委員會, 國發會
Mainland Affairs Council, MAC > 大陸委員會, 陸委會
Financial Supervisory Commission, FSC > 金融監督管理委員會, 金管會
Ocean Affairs Council, OAC > 海洋委員會
Coast Guard Administration, coast guard > 海巡署, 海岸巡防署
Overseas Community Affairs Council, OCAC > 僑務委員會
Veterans Affairs Council, VAC > 國軍退除役官兵輔導委員會, 退輔會
Council of Indigenous Peoples, CIP > 原住民族委員會, 原民會
Hakka Affairs Council > 客家委員會, 客委會
Public Construction Commission, PCC > 公共工程委員會, 工程會
Central Election Commission, CEC > 中央選舉委員會, 中選會
Fair Trade Commission, FTC > 公平交易委員會, 公平會
National Communications Commission, NCC > 國家通訊傳播委員會, 通傳會
Nuclear Safety Commission, Atomic Energy Council, AEC > 核能安全委員會, 原子能委員會, 原能會
Central Bank > 中央銀行, 央行
Directorate General of Personnel Administration, DGPA > 人事行政總處, 人事總處
Directorate General of Budget, DGBAS > 主計總處
National Palace Museum > 故宮, 故宮博物院
Mongolian and Tibetan Affairs Commission > 蒙藏委員會
National Police Agency, NPA > 警政署
National Immigration Agency, NIA > 移民署
National Fire Agency > 消防署
National Land Management Agency, Construction and Planning Agency > 國土管理署, 營建署
Food and Drug Administration, FDA > 食品藥物管理署, 食藥署
Centers for Disease Control, CDC > 疾病管制署, 疾管署
Health Promotion Administration > 國民健康署, 國健署
National Health Insurance Administration, NHIA > 健康保險署, 健保署
K-12 Education Administration > 國民及學前教育署, 國教署
Sports Administration, Ministry of Sports > 體育署, 運動部
Tourism Administration, Tourism Bureau > 觀光署, 觀光局
Freeway Bureau > 高速公路局, 高公局
Highway Bureau, Directorate General of Highways > 公路局, 公路總局
Taiwan Railway, Taiwan Railways, Taiwan Railway Administration, TRA > 臺鐵, 臺灣鐵路管理局
Taiwan High Speed Rail, THSR > 高鐵, 高速鐵路
Civil Aeronautics Administration, CAA > 民航局, 民用航空局
Central Weather Administration, Central Weather Bureau, CWA > 氣象署, 氣象局
Water Resources Agency > 水利署
Taiwan Power, Taipower > 台電, 台灣電力公司
Chunghwa Post > 中華郵政, 郵局
Fisheries Agency > 漁業署
Forestry Bureau, Forestry and Nature Conservation Agency > 林務局, 林業及自然保育署
Bureau of Labor Insurance > 勞保局, 勞工保險局
Workforce Development Agency > 勞動力發展署
Tax Administration, National Taxation Bureau > 國稅局, 賦稅署
Motor Vehicles Office > 監理站, 監理所
city council > 市議會, 議會
city government > 市政府, 市府
county government > 縣政府
education bureau, education department, department of education > 教育局
environmental protection bureau, department of environmental protection > 環保局, 環境保護局
police department, police bureau > 警察局
police station > 派出所, 警察局
fire department, fire bureau > 消防局
public works department, public works bureau > 工務局, 工程局
social affairs bureau, social welfare department > 社會局
health bureau > 衛生局
transportation bureau > 交通局
urban development bureau > 都市發展局, 都發局`

// Counties and cities of Taiwan. Pure.

/** Counties and cities of Taiwan, with the codes and English names their districts get when the import adds them. */
export const counties: { [name: string]: { code: string; en: string } } = {
  臺北市: { code: 'taipei', en: 'Taipei' },
  新北市: { code: 'new-taipei', en: 'New Taipei' },
  桃園市: { code: 'taoyuan', en: 'Taoyuan' },
  臺中市: { code: 'taichung', en: 'Taichung' },
  臺南市: { code: 'tainan', en: 'Tainan' },
  高雄市: { code: 'kaohsiung', en: 'Kaohsiung' },
  基隆市: { code: 'keelung', en: 'Keelung' },
  新竹市: { code: 'hsinchu-city', en: 'Hsinchu City' },
  新竹縣: { code: 'hsinchu-county', en: 'Hsinchu County' },
  苗栗縣: { code: 'miaoli', en: 'Miaoli' },
  彰化縣: { code: 'changhua', en: 'Changhua' },
  南投縣: { code: 'nantou', en: 'Nantou' },
  雲林縣: { code: 'yunlin', en: 'Yunlin' },
  嘉義市: { code: 'chiayi-city', en: 'Chiayi City' },
  嘉義縣: { code: 'chiayi-county', en: 'Chiayi County' },
  屏東縣: { code: 'pingtung', en: 'Pingtung' },
  宜蘭縣: { code: 'yilan', en: 'Yilan' },
  花蓮縣: { code: 'hualien', en: 'Hualien' },
  臺東縣: { code: 'taitung', en: 'Taitung' },
  澎湖縣: { code: 'penghu', en: 'Penghu' },
  金門縣: { code: 'kinmen', en: 'Kinmen' },
  連江縣: { code: 'lienchiang', en: 'Lienchiang (Matsu)' },
}

/** The privacy notice at /:gov/privacy as it reads now. Kept with every consent; change it whenever the notice changes. */
export const noticeVersion = '2026-11-30.5'

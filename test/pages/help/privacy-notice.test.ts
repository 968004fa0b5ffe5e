// The privacy notice says of every table that holds a person what is kept there. A new table fails here until the notice names it.
import { expect, test } from 'vitest'
import { allTables } from '../../support/tables.ts'
import { testWorld } from '../../support/world.ts'

const sentences = {
  address: ['Email address: so that one person counts once', '電子郵件：確認一人只附議一次'],
  district: ['District: to count', '居住的行政區：統計'],
  proposal: ['Display name and text of a proposal', '提案的顯示名稱與內容'],
  reason: ['Reason for co-signing (optional)', '附議原因（可不填）'],
  follow: ['that you follow (optional), how often', '追蹤的案件、機關、主題、行政區與搜尋（可不用）'],
  mails: ['Emails that were sent to you, and whether they came back', '寄給您的通知信，以及是否退回'],
  letters: ['Letters between you and staff', '您與機關往來的信件'],
  sessions: ['Sessions: to keep you signed in', '登入紀錄：讓您維持登入'],
  passkeys: ['Passkeys (optional)', '通行密鑰（可不用）'],
  former: ['Of an address you changed, only a fingerprint', '更改以後，舊信箱只留下代碼'],
  calendars: ['Secret addresses of your calendars (optional)', '行事曆的私人網址（可不用）'],
  staff: ['If you work here for an agency', '如果您是機關人員'],
  unconfirmed: [
    'a change of address not confirmed within 48 hours is deleted',
    '未在 48 小時內確認的附議、追蹤或更改電子郵件',
  ],
} as const

/** Where the notice speaks of each. */
const named: { [table: string]: keyof typeof sentences } = {
  people: 'address',
  residences: 'district',
  proposals: 'proposal',
  proposal_updates: 'proposal',
  cosignatures: 'reason',
  reason_removals: 'reason',
  follows: 'follow',
  list_follows: 'follow',
  digest_items: 'follow',
  outbox: 'mails',
  returned_mail: 'mails',
  private_messages: 'letters',
  sessions: 'sessions',
  sign_in_codes: 'sessions',
  passkeys: 'passkeys',
  passkey_challenges: 'passkeys',
  passkey_allowances: 'passkeys',
  pending_cosignatures: 'unconfirmed',
  pending_follows: 'unconfirmed',
  pending_addresses: 'unconfirmed',
  former_mailboxes: 'former',
  staff: 'staff',
  invitations: 'staff',
  answer_looks: 'staff',
  answer_releases: 'staff',
  answer_versions: 'staff',
  answers: 'staff',
  assignment_changes: 'staff',
  case_officers: 'staff',
  commitment_updates: 'staff',
  desk_items: 'staff',
  desk_views: 'staff',
  calendar_links: 'calendars',
  hand_overs: 'staff',
  moderation_decisions: 'staff',
  pending_corrections: 'staff',
  setting_changes: 'staff',
}

test.each([
  ['en', 0],
  ['zh-Hant', 1],
] as const)('the notice names what every table keeps about a person (%s)', async (language, which) => {
  const holding = (await allTables())
    .filter(
      ({ columns, foreignKeys }) =>
        foreignKeys.some(({ to }) => to === 'people') || columns.some(({ name }) => /^(email|address)$/.test(name)),
    )
    .map(({ name }) => name)
  expect(holding.filter((table) => !Object.hasOwn(named, table))).toEqual([])
  expect(Object.keys(named).filter((table) => !['people', ...holding].includes(table))).toEqual([])
  const world = await testWorld()
  const { text } = await world.visitor().read(`/haicheng/privacy?lang=${language}`)
  for (const sentence of Object.values(sentences)) expect(text).toContain(sentence[which])
})

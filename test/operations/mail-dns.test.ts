// What the doctor makes of the DNS. No test asks a real name server.
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { dkim, dmarc, type Names, spf } from '../../src/operations/mail-dns.ts'
import { testConfig } from '../support/deps.ts'

const nothing = (code: string) => Promise.reject(Object.assign(new Error(code), { code }))
const zone = (records: { [name: string]: string[] }): Names => ({
  txt: async (name) => {
    const found = records[name]
    return found ? found.map((text) => [text.slice(0, 9), text.slice(9)]) : nothing('ENOTFOUND')
  },
})
const silent: Names = { txt: () => nothing('ETIMEOUT') }
const config = { ...testConfig, mailFrom: 'fuyi@mail.city.gov.tw' }

test.each<[string, string[], boolean]>([
  ['nothing at all', [], false],
  ['other texts only', ['google-site-verification=x'], false],
  ['servers, and nobody else', ['v=spf1 a:mx.city.gov.tw ip4:203.0.113.0/24 -all'], true],
  ['another’s record', ['v=spf1 redirect=_spf.city.gov.tw'], true],
  ['two records', ['v=spf1 a -all', 'v=spf1 mx -all'], false],
  ['everybody', ['v=spf1 +all'], false],
  ['everybody, by default', ['v=spf1 all'], false],
  ['no end', ['v=spf1 mx'], false],
  ['too many names', [`v=spf1 ${'include:x.tw '.repeat(11)}-all`], false],
])('SPF: %s', async (_, records, fine) => {
  expect(await spf(config, zone({ 'mail.city.gov.tw': records }))).toMatchObject({ ok: fine })
})

test('SPF is looked up where mail comes back to, since that is what others look up', async () => {
  const names = zone({ 'back.city.gov.tw': ['v=spf1 mx -all'] })
  expect(await spf({ ...config, bounceAddress: 'bounces@back.city.gov.tw' }, names)).toMatchObject({ ok: true })
})

test.each<[string, { [name: string]: string[] }, boolean]>([
  ['nothing', {}, false],
  ['of the name itself', { '_dmarc.mail.city.gov.tw': ['v=DMARC1; p=quarantine'] }, true],
  ['of a name above it', { '_dmarc.city.gov.tw': ['v=DMARC1; p=reject; rua=mailto:x@city.gov.tw'] }, true],
  ['without a policy', { '_dmarc.city.gov.tw': ['v=DMARC1; rua=mailto:x@city.gov.tw'] }, false],
  ['two', { '_dmarc.city.gov.tw': ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] }, false],
])('DMARC: %s', async (_, records, fine) => {
  expect(await dmarc(config, zone(records))).toMatchObject({ ok: fine })
})

test.each(['localhost', 'fuyi.localhost', 'city.test'])(
  'a platform on trial, whose mail comes from %s, has nothing to publish',
  async (domain) => {
    const trial = { ...config, mailFrom: `fuyi@${domain}` }
    expect([await spf(trial, zone({})), await dmarc(trial, zone({}))]).toMatchObject([{ ok: null }, { ok: null }])
  },
)

test('a policy that asks for nothing is enough to begin with, and the doctor says what comes next', async () => {
  const said = await dmarc(config, zone({ '_dmarc.city.gov.tw': ['v=DMARC1; p=none'] }))
  expect(said).toMatchObject({ ok: true, todo: expect.stringContaining('p=quarantine') })
})

test('DKIM: the key that is published must be the one that we sign with, and the doctor says what to publish', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const keyFile = join(mkdtempSync(join(inject('folder'), 'dkim-')), 'dkim.pem')
  writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const ours = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const signing = (domain: string) => ({ ...config, dkim: { domain, selector: 'fuyi', keyFile } })
  const ask = (text?: string, domain = 'city.gov.tw') =>
    dkim(signing(domain), zone(text === undefined ? {} : { 'fuyi._domainkey.city.gov.tw': [text] }))
  expect(await ask(`v=DKIM1; k=rsa; p=${ours}`)).toMatchObject({ ok: true })
  expect(await ask(`v=DKIM1; k=rsa; p=${ours.slice(0, 40)} ${ours.slice(40)}`)).toMatchObject({ ok: true })
  expect(await ask()).toMatchObject({ ok: false, todo: expect.stringContaining(`p=${ours}`) })
  expect(await ask('v=DKIM1; k=rsa; p=AAAA')).toMatchObject({ ok: false, says: expect.stringContaining('not the one') })
  expect(await ask('v=DKIM1; p=')).toMatchObject({ ok: false, says: expect.stringContaining('withdrawn') })
  expect(await ask(`p=${ours}`, 'other.tw'), 'signed in another name').toMatchObject({ ok: false })
  expect(await dkim(config, silent)).toMatchObject({ ok: null })
})

test('where no name server answers, nothing is claimed', async () => {
  for (const look of [spf, dmarc])
    expect(await look(config, silent)).toMatchObject({ ok: null, says: expect.stringContaining('ETIMEOUT') })
})

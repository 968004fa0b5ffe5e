// Makes the pictures of README.md from a demonstration of its own: `npm run screenshots`. Needs Chromium (CHROMIUM names another).
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium'
if (!existsSync(chromiumPath)) {
  console.error(`${chromiumPath} not found. Install it: apt-get install chromium (or name another with CHROMIUM)`)
  process.exit(2)
}
const root = fileURLToPath(new URL('..', import.meta.url))
const out = join(root, 'docs', 'screenshots')
const phone = { width: 390, height: 844 }
const desktop = { width: 1280, height: 860 }

/** name, size, language, role, and how to get there from a government's front page */
const pictures = [
  ['front', desktop, 'en-GB', null, async (page) => page.goto('/haicheng')],
  ['case', desktop, 'en-GB', null, async (page) => openCase(page, '/haicheng/archive?q=石鼻漁港')],
  ['phone', phone, 'zh-TW', null, async (page) => openCase(page, '/haicheng/proposals?q=夜市')],
  ['archive', desktop, 'zh-TW', null, async (page) => page.goto('/haicheng/archive')],
  [
    'desk',
    desktop,
    'en-GB',
    'moderator',
    async (page) => {
      await page.goto('/haicheng/desk')
      await page.getByRole('link', { name: /郊山/ }).first().click()
    },
  ],
]

async function openCase(page, list) {
  await page.goto(list)
  await page.locator('h3 a').first().click()
}

const folder = mkdtempSync(join(tmpdir(), 'fuyi-screenshots-'))
const server = spawn(process.execPath, [join(root, 'dist/cli/fuyi.js'), 'demo'], {
  env: { ...process.env, DATABASE_URL: `file:${join(folder, 'demo.db')}`, PORT: '0', HOST: '127.0.0.1' },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const address = await new Promise((resolve, reject) => {
  server.stdout.on('data', (text) => {
    const found = /http:\/\/\S+/.exec(String(text))
    if (found) resolve(found[0])
  })
  server.once('exit', () => reject(new Error('The demonstration did not start.')))
})
const browser = await chromium.launch({
  executablePath: chromiumPath,
  args: ['--no-sandbox', '--disable-gpu'],
})
try {
  mkdirSync(out, { recursive: true })
  for (const [name, viewport, locale, role, go] of pictures) {
    const context = await browser.newContext({ viewport, locale, baseURL: address })
    const page = await context.newPage()
    page.setDefaultTimeout(60_000)
    if (role) {
      await page.goto('/haicheng')
      await page.locator(`button[name=role][value=${role}]`).click()
    }
    await go(page)
    await page.waitForLoadState('load')
    // The bar of the demonstration is not part of the product.
    await page.evaluate("document.querySelector('.demo-bar')?.remove()")
    await page.screenshot({ path: join(out, `${name}.jpg`), type: 'jpeg', quality: 78 })
    await context.close()
  }
} finally {
  await browser.close()
  server.kill()
  rmSync(folder, { recursive: true, force: true })
}

import { chromium } from 'playwright-core'

const { BASE_URL = 'http://127.0.0.1:3000', EMAIL = '', PASSWORD = '' } = process.env
const patienceMs = 60_000

/** For commands that measure: a page of the server at `BASE_URL`, signed in as `EMAIL`. */
export async function openSignedIn() {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--no-first-run'],
  })
  const page = await browser.newPage({
    baseURL: BASE_URL,
    locale: 'en-GB',
    viewport: { width: 1440, height: 900 },
  })
  page.setDefaultTimeout(patienceMs)
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(EMAIL)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname === '/')
  return { page, [Symbol.asyncDispose]: () => browser.close() }
}

export const said = (line: string) => process.stdout.write(`${line}\n`)

import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { makeWorkspace, password } from '../../server/test/people.ts'
import { startTestApp } from '../../server/test/test-app.ts'
import { ensureBuilt } from './built-dashboard.ts'

const executablePath = '/usr/bin/chromium'
/** On a server of ours a missing browser is a failure, elsewhere a reason to skip. */
export const noBrowser = !existsSync(executablePath) && process.env.CI !== 'true'

const args = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync']
/** A busy machine takes its time. */
const patienceMs = 30_000
const require = createRequire(import.meta.url)
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

export type Stage = Awaited<ReturnType<typeof openStage>>

/** A server of its own with a workspace, a browser, and what went wrong in it. */
export async function openStage() {
  await ensureBuilt()
  const app = await startTestApp()
  const workspace = await makeWorkspace(app)
  const { workspaceId, userId } = workspace
  const apiKey = await app.newKey({ workspaceId, userId, scopes: ['read', 'write', 'delete', 'admin'] })
  const browser = await chromium.launch({ executablePath, args })
  const complaints: string[] = []
  return {
    app,
    workspace,
    client: app.clientOf(apiKey),
    complaints,
    open: (options: BrowserContextOptions = {}) => openPage(browser, app.baseUrl, complaints, options),
    async [Symbol.asyncDispose]() {
      await browser.close()
      await app[Symbol.asyncDispose]()
    },
  }
}

async function openPage(
  browser: Browser,
  baseURL: string,
  complaints: string[],
  options: BrowserContextOptions,
): Promise<Page> {
  const context = await browser.newContext({ baseURL, locale: 'en-GB', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(patienceMs)
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    // The browser itself notes each refusal; being asked to sign in is one.
    if (message.type() === 'error' && !/status of 40[13]/.test(message.text())) {
      complaints.push(message.text())
    }
  })
  return page
}

/** As people do it. */
export async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { level: 1, name: /Good to see you/ }).waitFor()
}

type AxeResult = { violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }

/** What of WCAG 2.2 AA a machine can find; one line for each. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  const result = (await page.evaluate(
    `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
  )) as AxeResult
  return result.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 160)} ${failureSummary.split('\n')[1] ?? ''}`),
  )
}

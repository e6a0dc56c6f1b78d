import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { openBrowser } from '../../server/test/chromium.ts'
import { makeWorkspace, password } from '../../server/test/people.ts'
import { startTestApp, type TestAppOptions } from '../../server/test/test-app.ts'
import { ensureBuilt } from './built-dashboard.ts'

export { noBrowser } from '../../server/test/chromium.ts'

/** A busy machine takes its time. */
const patienceMs = 60_000

export type Stage = Awaited<ReturnType<typeof openStage>>

/** A server of its own with a workspace, a browser, and what went wrong in it. */
export async function openStage(options: TestAppOptions = {}) {
  await ensureBuilt()
  const app = await startTestApp(options)
  const workspace = await makeWorkspace(app)
  const { workspaceId, userId } = workspace
  const apiKey = await app.newKey({
    workspaceId,
    userId,
    scopes: ['read', 'write', 'delete', 'admin'],
  })
  const browser = await openBrowser()
  const complaints: string[] = []
  return {
    app,
    workspace,
    client: app.clientOf(apiKey),
    complaints,
    open: (wanted: BrowserContextOptions = {}) =>
      openPage(browser, app.baseUrl, complaints, wanted),
    async [Symbol.asyncDispose]() {
      await browser[Symbol.asyncDispose]()
      await app[Symbol.asyncDispose]()
    },
  }
}

async function openPage(
  browser: Pick<Awaited<ReturnType<typeof openBrowser>>, 'newContext'>,
  baseURL: string,
  complaints: string[],
  options: BrowserContextOptions,
): Promise<Page> {
  const context = await browser.newContext({ baseURL, locale: 'en-GB', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(patienceMs)
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    // The browser itself notes each refusal, and tests provoke some.
    if (message.type() === 'error' && !/status of (4\d\d)/.test(message.text())) {
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

/** Into an editor of code, as people do it: `fill` would have the browser keep colours of what was there. */
export async function typeCode(editor: Locator, text: string): Promise<void> {
  await editor.click()
  await editor.press('ControlOrMeta+a')
  await editor.press('Delete')
  await editor.page().keyboard.insertText(text)
}

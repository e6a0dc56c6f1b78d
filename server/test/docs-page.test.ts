import { allEndpoints } from '@parley/contract'
import { expect, test } from 'vitest'
import { noBrowser, openBrowser } from './chromium.ts'
import { startTestApp } from './test-app.ts'

/** A tab of a browser of its own, and what happened in it. */
async function openTab() {
  const browser = await openBrowser()
  const page = await browser.newPage()
  // A busy machine draws the page of all operations in half a minute.
  page.setDefaultTimeout(120_000)
  const requests: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => {
    // What the page holds itself is no request.
    if (!/^(data|blob):/.test(request.url())) requests.push(request.url())
  })
  page.on('websocket', (socket) => requests.push(socket.url()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return {
    page,
    requests,
    complaints,
    [Symbol.asyncDispose]: () => browser[Symbol.asyncDispose](),
  }
}

test.skipIf(noBrowser)(
  'the reference shows every group of operations and asks nobody else',
  async () => {
    await using app = await startTestApp()
    await using tab = await openTab()

    await tab.page.goto(`${app.baseUrl}/docs`)
    await tab.page
      .getByText(allEndpoints[0]?.summary ?? '')
      .first()
      .waitFor()
    for (const tag of new Set(allEndpoints.map((endpoint) => endpoint.tag))) {
      await tab.page.getByText(tag, { exact: true }).first().waitFor()
    }
    await tab.page.waitForLoadState('networkidle')
    expect(tab.complaints).toEqual([])

    // Tries an operation out, without a key.
    const { requests, page } = tab
    await page.getByRole('button', { name: 'Test Request' }).first().click()
    await page.getByRole('button', { name: 'Send' }).first().click()
    await page.getByText('INVALID_API_KEY').first().waitFor()

    expect(requests.filter((url) => new URL(url).origin !== app.baseUrl)).toEqual([])
    expect(requests.map((url) => new URL(url).pathname)).toEqual([
      '/docs',
      '/docs/reference.js',
      '/openapi.json',
      '/functions/v1/api-v1-contacts',
    ])
  },
)

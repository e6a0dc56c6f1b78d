import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { accessibilityProblems } from './accessibility.ts'

// `BASE_URL=… EMAIL=… PASSWORD=… node web/e2e/screens.ts` writes a picture of every screen into
// web/e2e/screens/, in each way it can look, and tells what is wrong with it. Without ONLY, all.

const { BASE_URL = 'http://127.0.0.1:3000', EMAIL = '', PASSWORD = '', ONLY = '' } = process.env
const folder = fileURLToPath(new URL('screens/', import.meta.url))
const patienceMs = 20_000
const listTakesMs = 5_000

const wide = { width: 1440, height: 900 }
const variants: Readonly<Record<string, { context: BrowserContextOptions; storage: object }>> = {
  light: { context: { viewport: wide }, storage: { 'parley.theme': 'light' } },
  dark: { context: { viewport: wide }, storage: { 'parley.theme': 'dark' } },
  arabic: {
    context: { viewport: wide },
    storage: { 'parley.theme': 'light', 'parley.language': 'ar' },
  },
  phone: {
    context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    storage: { 'parley.theme': 'light' },
  },
}

const screens: Readonly<Record<string, string>> = {
  home: '/',
  contacts: '/contacts',
  companies: '/companies',
  deals: '/deals',
  kanban: '/deals?view=kanban',
  forecast: '/deals?view=forecast',
  activities: '/activities',
  tasks: '/tasks',
  conversations: '/conversations',
  'upload-recording': '/conversations?open=upload',
  'head-of-sales': '/head-of-sales?period=year',
  agents: '/agents',
  'new-agent': '/agents?open=new',
  'agent-calls': '/agents/calls',
  'live-calls': '/live-calls',
  pronunciation: '/pronunciation',
  'new-dictionary': '/pronunciation?open=new',
  keys: '/developers/keys',
  webhooks: '/developers/webhooks',
  events: '/developers/events',
  log: '/developers/log',
  'api-testing': '/api-testing?operation=createContact',
  profile: '/settings/profile',
  workspace: '/settings/workspace',
  pipeline: '/settings/pipeline',
  members: '/settings/members',
  scorecards: '/settings/analysis/scorecards',
  'new-scorecard': '/settings/analysis/scorecards?open=new',
  trackers: '/settings/analysis/trackers',
  'new-tracker': '/settings/analysis/trackers/new',
  'evaluation-settings': '/settings/analysis/evaluation',
  targets: '/settings/analysis/targets',
  'report-settings': '/settings/analysis/reports',
  campaigns: '/campaigns',
  'new-campaign': '/campaigns/new',
  'do-not-call': '/campaigns/do-not-call',
  consents: '/campaigns/consents',
  'new-consent': '/campaigns/consents?open=new',
  'calling-rules': '/campaigns/rules',
  integrations: '/integrations',
  fathom: '/integrations/fathom',
  operations: '/operations',
  'new-deal': '/deals?open=new',
  import: '/contacts?open=import',
  bin: '/contacts?open=bin',
  knowledge: '/knowledge',
  'new-knowledge': '/knowledge?add=TEXT',
  tools: '/tools',
  'new-tool': '/tools/new',
  'phone-numbers': '/phone-numbers',
  'new-number': '/phone-numbers?open=new',
  'sign-in': '/sign-in',
  'forgot-password': '/forgot-password',
}

/** Of one thing: the first of its list, by where the links of the list lead. */
const ofOne: Readonly<Record<string, string>> = {
  webhook: '/developers/webhooks',
  campaign: '/campaigns',
  tool: '/tools',
  'live-call': '/live-calls',
  dictionary: '/pronunciation',
  scorecard: '/settings/analysis/scorecards',
  tracker: '/settings/analysis/trackers',
}

const callTabs = ['outcome', 'figures', 'events']
const agentScreens = {
  agent: '',
  'agent-test': '?panel=test',
  'agent-versions': '/versions',
  'agent-talk': '/talk',
}

/** Screens on which something opens over the others. */
const opening =
  /new-(deal|agent|knowledge|number|scorecard)$|upload-recording|contacts-open|import|bin$|webhook-delivery|campaign-person/

const said = (line: string) => process.stdout.write(`${line}\n`)
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'],
})
const state = await signIn()
for (const [name, variant] of Object.entries(variants)) {
  if (ONLY && !ONLY.split(',').includes(name)) continue
  await takeAll(name, variant)
}
await browser.close()

async function signIn() {
  const context = await browser.newContext({ baseURL: BASE_URL })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(EMAIL)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname === '/')
  const stored = await context.storageState()
  await context.close()
  return stored
}

async function takeAll(name: string, { context: options, storage }: (typeof variants)[string]) {
  mkdirSync(`${folder}${name}`, { recursive: true })
  const context = await browser.newContext({ ...options, baseURL: BASE_URL, storageState: state })
  await context.addInitScript((entries: object) => {
    for (const [key, value] of Object.entries(entries)) localStorage.setItem(key, String(value))
  }, storage)
  const page = await context.newPage()
  page.setDefaultTimeout(patienceMs)
  page.on('pageerror', (error) => said(`${name}: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') said(`${name}: ${message.text()}`)
  })
  for (const [screen, path] of Object.entries(screens)) await take(page, `${name}/${screen}`, path)
  for (const [screen, list] of Object.entries(ofOne))
    await takeFirst(page, `${name}/${screen}`, list)
  for (const list of ['contacts', 'conversations'] as const) {
    await openFirst(page, list)
    await settle(page, `${name}/${list}-open`)
    if (list === 'contacts') {
      await page.getByRole('link', { name: /page|صفحة/ }).click()
      await settle(page, `${name}/contact-page`)
    }
  }
  await takeAgent(page, name)
  for (const tab of ['scorecard', 'metrics', 'signals', 'clips']) {
    await page.goto(`${page.url().split('?')[0]}?tab=${tab}`)
    await settle(page, `${name}/conversation-${tab}`)
  }
  await takeFlow(page, name)
  await takeDelivery(page, name)
  await takeRecipient(page, name)
  await context.close()
}

/** If there is one. Ids have 36 letters: other links of the list lead elsewhere. */
async function takeFirst(page: Page, name: string, list: string) {
  await page.goto(list)
  const links = page.locator(`main li a[href^="${list}/"]`)
  await links
    .first()
    .waitFor({ timeout: listTakesMs })
    .catch(() => said(`${name}: there is none`))
  const paths = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  const path = paths.find((one) => /[0-9a-f-]{36}$/.test(one))
  if (path) await take(page, name, path)
}

/** The first agent in each of its screens, and a call of one. */
async function takeAgent(page: Page, name: string) {
  const conversation = page.url()
  await page.goto('/agents')
  await page.locator('main li a[href^="/agents/"]').first().click()
  await page.waitForURL(/\/agents\/[0-9a-f-]{36}$/)
  const agent = page.url()
  for (const [screen, end] of Object.entries(agentScreens))
    await take(page, `${name}/${screen}`, agent + end)
  await takeFirst(page, `${name}/agent-call`, '/agents/calls')
  for (const tab of callTabs) {
    await take(page, `${name}/agent-call-${tab}`, `${page.url().split('?')[0]}?tab=${tab}`)
  }
  await page.goto(conversation)
}

/** The latest delivery that failed, of the first webhook. */
async function takeDelivery(page: Page, name: string) {
  const [webhook] = await listed(page, '/functions/v1/webhooks')
  if (!webhook) return
  const path = `/functions/v1/webhooks/${webhook.id}/deliveries?status=failed&limit=1`
  const [delivery] = await listed(page, path)
  if (!delivery) return
  const screen = `/developers/webhooks/${webhook.id}?open=${delivery.id}`
  await take(page, `${name}/webhook-delivery`, screen)
}

/** Somebody of the first campaign who was called more than once, with every call. */
async function takeRecipient(page: Page, name: string) {
  const [campaign] = await listed(page, '/v1/voice-agents/campaigns?take=1')
  if (!campaign) return
  const path = `/v1/voice-agents/campaigns/${campaign.id}/recipients?take=100`
  const people = await listed(page, path)
  const [person] = people.toSorted((one, other) => (other.attempts ?? 0) - (one.attempts ?? 0))
  if (!person) return
  await take(page, `${name}/campaign-person`, `/campaigns/${campaign.id}?open=${person.id}`)
}

type Listed = { readonly id: string; readonly attempts?: number }

/** What the API lists there, under whatever name it has. */
async function listed(page: Page, path: string): Promise<readonly Listed[]> {
  const reply = await page.request.get(path)
  const { data } = (await reply.json()) as { data: Listed[] | Record<string, unknown> }
  if (Array.isArray(data)) return data
  return (Object.values(data).find((part) => Array.isArray(part)) ?? []) as Listed[]
}

/** The first agent that has a flow, if there is one. */
async function takeFlow(page: Page, name: string) {
  const [agent] = await listed(page, '/v2/voice-agents?type=Flow%20Agent&take=1')
  if (!agent) {
    said(`${name}: no agent has a flow`)
    return
  }
  for (const [what, query] of [
    ['flow', ''],
    ['flow-list', '?view=list'],
    ['flow-node', '?node=ask'],
  ] as const) {
    await take(page, `${name}/${what}`, `/agents/${agent.id}/flow${query}`)
  }
}

async function openFirst(page: Page, list: 'contacts' | 'conversations') {
  await page.goto(list === 'contacts' ? '/contacts' : '/conversations?sort=score')
  if (list === 'contacts') await page.locator('[role="row"][data-index="0"]').click()
  else await page.locator('main a[href^="/conversations/"]').first().click()
}

async function take(page: Page, name: string, path: string) {
  await page.goto(path)
  await settle(page, name)
}

async function settle(page: Page, name: string) {
  // Not networkidle: the stream of events never ends.
  await page.locator('h1').first().waitFor()
  await page
    .waitForFunction(() => document.querySelector('.skeleton') === null)
    .catch(() => {
      said(`${name}: still loading`)
    })
  // The editor of code comes after its text.
  await page.locator('pre.field').first().waitFor({ state: 'detached' })
  if (opening.test(name)) {
    await page.locator('[role="dialog"], [data-panel]').first().waitFor()
    await page
      .locator('form .skeleton, [data-panel] .skeleton, [role="dialog"] .skeleton')
      .first()
      .waitFor({ state: 'detached' })
  }
  await page.evaluate(untilStill, { stillMs: 250, atMostMs: 3_000 })
  await page.screenshot({ path: `${folder}${name}.png` })
  for (const problem of await accessibilityProblems(page)) said(`${name}: ${problem}`)
}

/** Menus and the like come as chunks of their own: until nothing has been added for a moment. */
function untilStill({ stillMs, atMostMs }: { stillMs: number; atMostMs: number }): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      observer.disconnect()
      resolve()
    }
    let timer = setTimeout(end, stillMs)
    const observer = new MutationObserver(() => {
      clearTimeout(timer)
      timer = setTimeout(end, stillMs)
    })
    observer.observe(document.body, { childList: true, subtree: true })
    setTimeout(end, atMostMs)
  })
}

import type { Page } from 'playwright-core'
import { openSignedIn, said } from './signed-in.ts'

// `BASE_URL=… EMAIL=… PASSWORD=… node web/e2e/interactions.ts` does what people do all day and tells how
// long the page took from each key or press to the next picture, as Chromium counts it (Event
// Timing, in steps of 8 ms). Fails when one took longer than the bound.

const mostMs = 100
const times = 5

type Interaction = {
  readonly name: string
  /** Where it begins; nothing of it is counted. */
  readonly at?: string
  readonly before?: (page: Page) => Promise<unknown>
  readonly act: (page: Page) => Promise<unknown>
  readonly after?: (page: Page) => Promise<unknown>
}

const firstRow = '[role="row"][data-index="0"]'
const escape = (page: Page) => page.keyboard.press('Escape')

const interactions: readonly Interaction[] = [
  {
    name: 'open the palette',
    at: '/contacts',
    act: (page) => page.keyboard.press('ControlOrMeta+k'),
    after: escape,
  },
  {
    name: 'search in the palette',
    before: (page) => page.keyboard.press('ControlOrMeta+k'),
    act: (page) => page.keyboard.press('a'),
    after: escape,
  },
  {
    name: 'open a contact beside the table',
    act: (page) => page.locator(firstRow).click({ position: { x: 300, y: 10 } }),
    after: escape,
  },
  {
    name: 'move down in the table',
    before: (page) => page.locator(firstRow).focus(),
    act: (page) => page.keyboard.press('ArrowDown'),
  },
  {
    name: 'select a row',
    act: (page) => page.locator(`${firstRow} input`).click(),
    after: (page) => page.locator(`${firstRow} input`).click(),
  },
  {
    name: 'edit a cell',
    before: (page) => page.locator(firstRow).focus(),
    act: (page) => page.keyboard.press('F2'),
    after: escape,
  },
  {
    name: 'sort the table',
    act: (page) => page.getByRole('columnheader').getByRole('button').first().click(),
  },
  {
    name: 'go to the board of deals',
    at: '/deals',
    act: (page) => page.getByRole('button', { name: 'Board' }).click(),
    after: (page) => page.getByRole('button', { name: 'Table' }).click(),
  },
  {
    name: 'open the figures of a conversation',
    at: '/conversations?sort=score',
    before: async (page) => {
      if (!/conversations\/./.test(page.url())) {
        await page.locator('main a[href^="/conversations/"]').first().click()
      }
      await page.getByRole('tab', { name: 'Metrics' }).waitFor()
    },
    act: (page) => page.getByRole('tab', { name: 'Metrics' }).click(),
    after: (page) => page.getByRole('tab').first().click(),
  },
  {
    name: 'search in a transcript',
    before: (page) => page.getByLabel('Find in the transcript').fill(''),
    act: (page) => page.keyboard.press('e'),
  },
  {
    name: 'another period of Head of Sales',
    at: '/head-of-sales',
    before: (page) => page.getByLabel('Period').focus(),
    act: (page) => page.keyboard.press('ArrowDown'),
    after: (page) => page.getByLabel('Period').selectOption('month'),
  },
]

await using opened = await openSignedIn()
const { page } = opened
await page.addInitScript(() => {
  const seen = { worstMs: 0 }
  Object.assign(globalThis, { seen })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.worstMs = Math.max(seen.worstMs, duration)
  }).observe({ type: 'event', durationThreshold: 16, buffered: false } as PerformanceObserverInit)
})
let isSlow = false
for (const interaction of interactions) {
  if (interaction.at) await open(interaction.at)
  const took: number[] = []
  for (let time = 0; time < times; time += 1) took.push(await measure(interaction))
  took.sort((a, b) => a - b)
  const worstMs = took.at(-1) ?? 0
  if (worstMs > mostMs) isSlow = true
  said(`${interaction.name}: median ${took[Math.floor(times / 2)]} ms, worst ${worstMs} ms`)
}
process.exitCode = isSlow ? 1 : 0

async function open(path: string): Promise<void> {
  await page.goto(path)
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(() => document.querySelector('.skeleton') === null)
}

async function measure({ before, act, after }: Interaction): Promise<number> {
  await before?.(page)
  await quiet()
  await page.evaluate('seen.worstMs = 0')
  await act(page)
  await quiet()
  const worstMs = Number(await page.evaluate('seen.worstMs'))
  await after?.(page)
  return worstMs
}

/** Two pictures after the last skeleton: what was measured has been told by then. */
async function quiet(): Promise<void> {
  await page.waitForFunction(() => document.querySelector('main .skeleton') === null)
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(resolve)))
      }),
  )
}

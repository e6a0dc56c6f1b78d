import type { Page } from 'playwright-core'
import { openSignedIn, said } from './signed-in.ts'

// `BASE_URL=… EMAIL=… PASSWORD=… node web/e2e/scrolling.ts` scrolls a table of 100,000 contacts and tells
// how long its frames take. The rows are made here, page by page as the server answers them: what is
// measured is the table, and no server needs so many contacts.

const rowCount = 100_000
/** As a hand on a wheel: some 60 rows a second; then dragged, some 600. */
const speedsPx = { wheel: 40, dragged: 400 } as const
const frames = 600
/** Between 60 and 30 frames a second: one was missed. */
const lateMs = 25

await using opened = await openSignedIn()
const { page } = opened
await answerWithManyContacts(page)
await page.goto('/contacts')
const took = await loadAll(page)
said(`${rowCount} rows there after ${(took / 1_000).toFixed(1)} s of scrolling to the end`)
for (const [name, stepPx] of Object.entries(speedsPx)) {
  const times = await scroll(page, stepPx)
  const at = (share: number) => times[Math.floor(times.length * share)]?.toFixed(1)
  const late = times.filter((ms) => ms > lateMs).length
  said(
    `${name}, ${stepPx} px a frame: median ${at(0.5)} ms, 95% within ${at(0.95)} ms, 99% within ${at(0.99)} ms, ${late} of ${times.length} frames late`,
  )
}
const drawn = await page.locator('[role="row"][data-index]').count()
said(`${drawn} rows are in the page`)

async function answerWithManyContacts(to: Page): Promise<void> {
  await to.route(/\/functions\/v1\/api-v1-contacts\?/, async (route) => {
    const query = new URL(route.request().url()).searchParams
    const limit = Number(query.get('limit') ?? 100)
    const offset = Number(query.get('cursor') ?? 0)
    const end = Math.min(offset + limit, rowCount)
    const data = Array.from({ length: end - offset }, (_, index) => contact(offset + index))
    const pagination = {
      total: rowCount,
      limit,
      offset,
      hasMore: end < rowCount,
      nextCursor: end < rowCount ? String(end) : null,
    }
    await route.fulfill({ json: { data, error: null, pagination } })
  })
}

function contact(number: number) {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
  return {
    id,
    first_name: 'Nadia',
    last_name: `Number ${number}`,
    email: `nadia.${number}@lumen.example`,
    phone: '+442079460958',
    job_title: 'Head of logistics',
    company_id: null,
    company_name: 'Lumen Logistics',
    owner_id: null,
    status: 'lead',
    tags: [],
    custom_fields: {},
    created_at: '2026-01-01T00:00:00.000Z',
    updated_at: '2026-01-01T00:00:00.000Z',
  }
}

/** To the end, again and again, until no more rows come. Answers the time. */
function loadAll(on: Page): Promise<number> {
  return on.evaluate(async (count) => {
    const startedAt = performance.now()
    const rowPx = 38
    for (;;) {
      const scroller = document.querySelector('[role="grid"]')?.parentElement
      if (scroller) {
        scroller.scrollTop = scroller.scrollHeight
        if (scroller.scrollHeight >= count * rowPx) return performance.now() - startedAt
      }
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
  }, rowCount)
}

/** From the beginning, frame by frame; answers the time between each two, the shortest first. */
function scroll(on: Page, stepPx: number): Promise<number[]> {
  return on.evaluate(
    async ([step, count]) => {
      const scroller = document.querySelector('[role="grid"]')?.parentElement
      if (!scroller) throw new Error('The page has no table.')
      const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
      scroller.scrollTop = 0
      await nextFrame()
      const times: number[] = []
      let before = await nextFrame()
      for (let frame = 0; frame < count; frame += 1) {
        scroller.scrollTop += step
        const now = await nextFrame()
        times.push(now - before)
        before = now
      }
      return times.sort((a, b) => a - b)
    },
    [stepPx, frames] as const,
  )
}

import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { makeTalk } from '../../server/test/evaluations.ts'
import { noBrowser, openStage, signIn, type Stage } from './stage.ts'

/** A4 without its margins of 12 mm, in CSS pixels. */
const paper = { width: 703, height: 1_032 }

const cards = {
  en: [
    'Team',
    'From calls to sales',
    'Last six months',
    'Scores by criterion',
    'To coach',
    'Objections',
    'Pipeline',
    'Deals at risk',
  ],
  ar: [
    'الفريق',
    'من المكالمات إلى المبيعات',
    'آخر ستة أشهر',
    'الدرجات حسب المعيار',
    'للتدريب',
    'الاعتراضات',
    'مسار الصفقات',
    'صفقات معرضة للخطر',
  ],
} as const

async function fill({ app, client, workspace: { workspaceId, userId } }: Stage): Promise<void> {
  const apiKey = await app.newKey({ workspaceId, userId, scopes: ['read', 'write', 'admin'] })
  await makeTalk(app, { workspaceId, apiKey })
  await client.deals.create({
    title: 'Ten seats',
    value: 1,
    expected_close_date: '2020-01-31',
  })
  await app.drain()
}

/** What reaches beyond the paper, or is cut off at the edge of its card. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main table, main section, main ul')]
      .filter((part) => {
        const { left, right } = part.getBoundingClientRect()
        const card = part.closest('section')?.getBoundingClientRect()
        const isWithin = left >= 0 && right <= window.innerWidth + 1
        return !isWithin || (card && (left < card.left - 1 || right > card.right + 1))
      })
      .map((part) => part.closest('section')?.querySelector('h2')?.textContent ?? part.outerHTML),
  )
}

test.skipIf(noBrowser).each(['en', 'ar'] as const)(
  'Head of Sales is printed with all of its cards, whole and without the navigation (%s)',
  async (language) => {
    await using stage = await openStage()
    await fill(stage)
    const page = await stage.open()
    await signIn(page, stage.workspace.email)
    await page.evaluate((chosen) => localStorage.setItem('parley.language', chosen), language)
    await page.goto('/head-of-sales?period=year')
    await page
      .locator('h2')
      .nth(cards[language].length - 1)
      .waitFor()
    await page.locator('.skeleton').first().waitFor({ state: 'detached' })

    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize(paper)

    expect(await page.locator('nav:visible').count()).toBe(0)
    expect(await page.locator('select:visible').count()).toBe(0)
    const titles = await page.locator('main h2:visible').allTextContents()
    expect(titles).toEqual(cards[language])
    expect(await cutOff(page)).toEqual([])
    // The sidebar, which names the workspace on the screen, is not there.
    const whose = await page.locator('main p').first().innerText()
    expect(whose).toContain('Acme')
    expect(stage.complaints).toEqual([])
  },
)

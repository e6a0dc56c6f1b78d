import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const require = createRequire(import.meta.url)
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

type AxeResult = {
  violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[]
}

/** Of what is right nothing is told, and nothing is loaded again: the audit takes half as long. */
const nothingElse = { resultTypes: ['violations'], selectors: false, preload: false }

const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const colourRules = ['color-contrast', 'link-in-text-block']

/** What of WCAG 2.2 AA a machine can find; one line for each. */
export function accessibilityProblems(page: Page): Promise<string[]> {
  return problemsOf(page, { type: 'tag', values: everything })
}

/** The same page in dark colours, of which nothing but the colours can be wrong anew. */
export async function darkProblems(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((animation) => animation instanceof CSSTransition)
        .map(({ finished }) => finished.catch(() => undefined)),
    ),
  )
  const problems = await problemsOf(page, { type: 'rule', values: colourRules })
  await page.emulateMedia({ colorScheme: 'light' })
  return problems.map((problem) => `in dark: ${problem}`)
}

async function problemsOf(
  page: Page,
  only: { readonly type: 'tag' | 'rule'; readonly values: readonly string[] },
): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axeSource)
  const options = JSON.stringify({ runOnly: only, ...nothingElse })
  const result = (await page.evaluate(`axe.run(${options})`)) as AxeResult
  return result.violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ html, failureSummary = '' }) =>
        `${id}: ${html.slice(0, 160)} ${failureSummary.split('\n')[1] ?? ''}`,
    ),
  )
}

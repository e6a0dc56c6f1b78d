import { writeFileSync } from 'node:fs'
import type { Reporter, TestCase, TestModule } from 'vitest/node'

/** What scripts/test.js needs for its closing line. */
type TestCounts = {
  passed: number
  failed: number
  skipped: number
  /** Each with the reason given to `ctx.skip(condition, 'reason')`. */
  skippedSuites: string[]
  /** Tests that failed first and passed when tried again: each hides a mistake, of the product or of the test. */
  unsteady: string[]
}

/** Leaves the sums of a run in the file that PARLEY_TEST_COUNTS names, if it names one. */
export const countTests: Reporter = {
  onTestRunEnd(modules, unhandledErrors) {
    const file = process.env.PARLEY_TEST_COUNTS
    if (file) writeFileSync(file, JSON.stringify(count(modules, unhandledErrors.length)))
  },
}

function count(modules: readonly TestModule[], unhandledErrors: number): TestCounts {
  const counts = { passed: 0, failed: unhandledErrors, skipped: 0 }
  const skips = new Map<string, number>()
  const unsteady: string[] = []
  for (const module of modules) {
    let failedHere = 0
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      // A test that never ran, because something before it failed, has not passed.
      const outcome = state === 'pending' ? 'failed' : state
      counts[outcome] += 1
      if (test.diagnostic()?.flaky) unsteady.push(nameFirstFailure(module, test))
      if (outcome === 'failed') failedHere += 1
      if (outcome === 'skipped') {
        const name = nameSkip(module, test)
        skips.set(name, (skips.get(name) ?? 0) + 1)
      }
    }
    // A file that could not even be loaded, or whose clean-up failed.
    if (module.state() === 'failed' && failedHere === 0) counts.failed += 1
  }
  const skippedSuites = [...skips].map(([name, times]) => `${name} (${times})`)
  return { ...counts, skippedSuites, unsteady }
}

function nameSkip(module: TestModule, test: TestCase): string {
  const result = test.result()
  const suite = test.parent.type === 'suite' ? ` > ${test.parent.fullName}` : ''
  const reason = (result.state === 'skipped' && result.note) || 'no reason given'
  return `${module.relativeModuleId}${suite}: ${reason}`
}

function nameFirstFailure(module: TestModule, test: TestCase): string {
  const [error] = test.result().errors ?? []
  return `${module.relativeModuleId} > ${test.fullName}: ${error?.message ?? 'no message'}`
}

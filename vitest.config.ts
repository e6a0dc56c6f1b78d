import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'
import { countTests } from './server/test/count-tests.ts'
import { SlowFirst } from './server/test/slow-first.ts'

export default defineConfig({
  test: {
    include: [
      '**/src/**/*.test.ts',
      'server/test/**/*.test.ts',
      'web/e2e/**/*.test.ts',
      'tidy.test.ts',
    ],
    // More than a minute of talk in real time.
    exclude: [
      ...configDefaults.exclude,
      ...(process.env.WHOLE_CALLS === 'on' ? [] : ['server/test/demo-agent.test.ts']),
    ],
    globalSetup: 'server/test/prepare-database.ts',
    // Generous: a busy machine must not fail a test; a test that hangs still ends.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // In CI a failure is tried once more, and named as unsteady in the last lines when it passes then.
    retry: process.env.CI ? 1 : 0,
    sequence: { sequencer: SlowFirst },
    // Modules are loaded once by each worker: a process for each of 360 files took 15 minutes of imports.
    isolate: false,
    // Tests wait for databases, browsers and servers half of the time.
    maxWorkers: Math.max(3, availableParallelism()),
    reporters: ['default', countTests],
  },
})

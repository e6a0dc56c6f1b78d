import { defineConfig } from 'vitest/config'
import { countTests } from './server/test/count-tests.ts'

export default defineConfig({
  test: {
    include: ['**/src/**/*.test.ts', 'server/test/**/*.test.ts', 'tidy.test.ts'],
    globalSetup: 'server/test/prepare-database.ts',
    // Generous: a busy machine must not fail a test; a test that hangs still ends.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', countTests],
  },
})

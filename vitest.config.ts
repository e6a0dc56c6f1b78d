import { defineConfig } from 'vitest/config'
import { countTests } from './server/test/count-tests.ts'

export default defineConfig({
  test: {
    include: ['**/src/**/*.test.ts', 'server/test/**/*.test.ts', 'tidy.test.ts'],
    globalSetup: 'server/test/prepare-database.ts',
    testTimeout: 20_000,
    reporters: ['default', countTests],
  },
})

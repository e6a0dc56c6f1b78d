import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['**/src/**/*.test.ts', 'server/test/**/*.test.ts', 'tidy.test.ts'],
    globalSetup: 'server/test/prepare-database.ts',
    testTimeout: 20_000,
  },
})

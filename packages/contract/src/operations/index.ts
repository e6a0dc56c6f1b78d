export * from './integrations.ts'
export * from './operations.ts'

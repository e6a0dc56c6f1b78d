export * from './api-keys.ts'
export * from './api-requests.ts'
export * from './permissions.ts'

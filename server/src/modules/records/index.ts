export type { Caller, Declaration, Row } from './declaration.ts'
export { mountRecords } from './routes.ts'

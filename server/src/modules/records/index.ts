export type {
  Caller,
  Comparable,
  Declaration,
  Expression,
  Reference,
  Row,
  Target,
} from './declaration.ts'
export { projection, visible } from './projection.ts'
export { mountRecords } from './routes.ts'
export { insertDistinctRows, type NewRow } from './insert-queries.ts'
export { purgeTable } from './purge-queries.ts'
export { countOwned } from './reassign-queries.ts'
export { reassignRows } from './reassign.ts'
export { requireRecord } from './records.ts'
export { changeRecord, insertRecord, removeRecord } from './in-transaction.ts'
export { type ChangedRow, sentFields, updateRows } from './update-queries.ts'

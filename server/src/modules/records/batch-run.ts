import type { BatchResult } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import type { Caller, Declaration, Row } from './declaration.ts'

/** A batch under way: its transaction, and the result of each row by its index. */
export type Run = {
  readonly tx: Executor
  readonly caller: Caller
  readonly declaration: Declaration
  readonly results: Map<number, BatchResult>
}

/** A row of the request with its position. */
export type Item = { readonly index: number; readonly row: Row }

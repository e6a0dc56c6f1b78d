export type {
  Caller,
  Comparable,
  Declaration,
  Expression,
  Reference,
  Row,
} from './declaration.ts'
export { mountRecords } from './routes.ts'

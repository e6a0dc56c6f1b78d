export { crmRecordsOf, purgeDeleted } from './keep.ts'
export { crmRoutes } from './routes.ts'

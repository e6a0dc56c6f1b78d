export { purgeDeleted, reassignCrmRecords } from './keep.ts'
export { crmRoutes } from './routes.ts'

export { crmJobs } from './jobs.ts'
export { crmRecordsOf } from './keep.ts'
export { crmRoutes } from './routes.ts'
export { changeMeeting, insertContact, insertMeeting, removeMeeting } from './write.ts'

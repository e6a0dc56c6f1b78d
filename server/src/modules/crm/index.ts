export { calls } from './calls.ts'
export { contacts } from './contacts.ts'
export { crmJobs } from './jobs.ts'
export { crmRecordsOf } from './keep.ts'
export { countryOf, e164Of, toE164, toE164In } from './phone.ts'
export { crmRoutes } from './routes.ts'
export {
  changeDeal,
  changeMeeting,
  changeTask,
  insertActivity,
  insertContact,
  insertMeeting,
  insertTask,
  removeActivity,
  removeMeeting,
  removeTask,
} from './write.ts'
export { tasks } from './tasks.ts'

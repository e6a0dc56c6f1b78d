export { addRecordingFromUrl } from './add-recording.ts'
export { recordingJobs } from './jobs.ts'
export { recordingRoutes } from './routes.ts'

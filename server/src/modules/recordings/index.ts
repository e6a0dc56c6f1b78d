export { addRecordingFromUrl } from './add-recording.ts'
export { cutAudio } from './cut-audio.ts'
export { recordingJobs } from './jobs.ts'
export { recordingRoutes, sendFile } from './routes.ts'

export {
  type AddRecording,
  fetchRecordingsOfCalls,
  type RecordingAddress,
} from './recordings-of-calls.ts'
export { callRoutes } from './routes.ts'

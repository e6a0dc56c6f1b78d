export * from './recording-endpoints.ts'
export * from './recordings.ts'
export * from './transcript-endpoints.ts'
export * from './transcripts.ts'

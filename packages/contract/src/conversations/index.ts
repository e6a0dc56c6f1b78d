export * from './call-capture.ts'
export * from './transcripts.ts'

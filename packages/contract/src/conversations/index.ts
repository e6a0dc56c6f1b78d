export * from './call-capture.ts'
export * from './transcripts.ts'
export * from './fathom.ts'
export * from './meeting-doors.ts'

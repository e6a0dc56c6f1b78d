export * from './transcripts.ts'

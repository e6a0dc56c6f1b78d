export type { ReadDocument } from './port.ts'
export { DocumentError } from './problem.ts'
export { readDocument } from './read-document.ts'

export { type DocumentKind, type ReadDocument, type Section } from './port.ts'
export { DocumentError, type DocumentProblem } from './problem.ts'
export { readDocument } from './read-document.ts'

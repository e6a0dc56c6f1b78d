export { CallBeginning, voiceCallEndpoints } from './calls.ts'

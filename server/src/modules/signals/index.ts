export { type FoundInConversation, saveSignals } from './save-signals.ts'

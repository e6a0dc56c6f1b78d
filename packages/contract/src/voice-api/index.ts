export { pageOf, resultOf, VoicePageQuery, VoiceRefusal } from './envelope.ts'

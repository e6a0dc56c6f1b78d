export { CallBeginning, voiceCallEndpoints } from './calls.ts'
export { CallPlacement, outboundCallEndpoints, type PlacedCall } from './place-call.ts'

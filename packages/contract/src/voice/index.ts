export { CallBeginning, type ListedLiveCall, voiceCallEndpoints } from './calls.ts'
export { roomCallEndpoints, type RoomEntry } from './rooms.ts'
export { CallPlacement, outboundCallEndpoints, type PlacedCall } from './place-call.ts'

export type { Converse } from './call.ts'
export { type DialerOptions, startDialer } from './dialer.ts'
export { dialerServices } from './services.ts'

export type {
  AnsweredCall,
  Carrier,
  Converse,
  DialerServices,
  DialingAgent,
  Talk,
} from './call.ts'
export { dialerServices } from './services.ts'
export { type Dialer, type DialerOptions, startDialer } from './dialer.ts'

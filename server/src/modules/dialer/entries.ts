import type { CarrierEnd } from './outcome-rules.ts'
import type { DialedCall, Talk } from './call.ts'

/** What is written of a call, step by step. */
export type Entry =
  | { readonly kind: 'placed'; readonly call: DialedCall; readonly carrierCallId: string }
  | { readonly kind: 'ringing'; readonly call: DialedCall }
  | {
      readonly kind: 'answered'
      readonly call: DialedCall
      readonly carrierCallId: string
      readonly by: 'human' | 'machine' | 'unknown'
      readonly at: Date
    }
  | {
      readonly kind: 'ended'
      readonly call: DialedCall
      readonly end: CarrierEnd
      /** What the carrier says of it, for people. */
      readonly cause: string | null
      readonly talk: Talk | undefined
      readonly at: Date
    }
  /** Nobody was called, and the person waits again. */
  | {
      readonly kind: 'released'
      readonly call: DialedCall
      readonly reason: string
      readonly retryAt: Date
      /** The account cannot call: the campaign stops. */
      readonly isAccountFault: boolean
    }

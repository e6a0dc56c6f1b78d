import type { DialedCall, Talk } from './call.ts'

/** A call of this process, between its beginning and its end. */
export type LiveCall = {
  readonly call: DialedCall
  /** Undefined until the carrier has taken it. */
  carrierCallId: string | undefined
  answeredBy: 'human' | 'machine' | 'unknown' | undefined
  answeredAt: Date | undefined
  /** Under way while somebody talks. */
  talk: Promise<Talk> | undefined
  /** Ends the talk. */
  hush: AbortController
  isEnding: boolean
}

export function liveCallOf(call: DialedCall): LiveCall {
  return {
    call,
    carrierCallId: undefined,
    answeredBy: undefined,
    answeredAt: undefined,
    talk: undefined,
    hush: new AbortController(),
    isEnding: false,
  }
}

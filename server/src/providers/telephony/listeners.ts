import type { MediaStream, StreamRequest } from './media.ts'
import type { CallEvent, CarrierListener, IncomingCall } from './port.ts'

/** Those who are told what carriers tell, in this process. */
export type Listeners = {
  /** What it answers ends it. */
  readonly listen: (listener: CarrierListener) => () => void
  readonly tell: (event: CallEvent) => void
  readonly hand: (stream: MediaStream) => void
  /** Asks one after the other who wants the call; undefined: nobody does. */
  readonly offer: (call: IncomingCall) => Promise<StreamRequest | undefined>
}

export function openListeners(): Listeners {
  const all = new Set<CarrierListener>()
  return {
    listen(listener) {
      all.add(listener)
      return () => all.delete(listener)
    },
    tell(event) {
      for (const { onEvent } of all) onEvent?.(event)
    },
    hand(stream) {
      for (const { onStream } of all) onStream?.(stream)
    },
    async offer(call) {
      for (const { onIncoming } of all) {
        const wanted = await onIncoming?.(call)
        if (wanted) return wanted
      }
      return undefined
    },
  }
}

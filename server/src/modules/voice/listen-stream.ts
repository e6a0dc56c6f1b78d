import type { WebSocket } from 'ws'
import type { OngoingCall } from './transport.ts'

const maxWaitingBytes = 2_000_000
/** Before the samples: who speaks. */
const speakers = { user: 0, agent: 1 } as const

/** Lets somebody hear both sides of a call and see what is said; nothing goes the other way. */
export function serveListener(socket: WebSocket, call: OngoingCall): void {
  const stop = call.overhear({
    onSound(speaker, samples) {
      if (socket.readyState !== socket.OPEN || socket.bufferedAmount > maxWaitingBytes) return
      const bytes = new Uint8Array(1 + samples.byteLength)
      bytes[0] = speakers[speaker]
      bytes.set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength), 1)
      socket.send(bytes)
    },
    onNotice(notice) {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(notice))
    },
    onEnd: () => socket.close(1_000, 'The call has ended'),
  })
  socket.on('close', stop)
}

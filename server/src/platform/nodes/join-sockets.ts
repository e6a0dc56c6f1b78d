import { type RawData, WebSocket } from 'ws'

const connectWithinMs = 5_000
/** A reader that lags by so much misses what comes until it has caught up. */
const maxWaitingBytes = 2_000_000
const tryAgainLater = 1_013

/**
 * Hands everything that another node's socket sends to ours, until one of the two closes; nothing goes
 * the other way. `silent` is the reason given where the other node cannot be reached.
 */
export function handOnSocket(url: string, to: WebSocket, silent: string): void {
  const from = new WebSocket(url, { handshakeTimeout: connectWithinMs })
  let isOpen = false
  from.on('open', () => {
    isOpen = true
  })
  from.on('message', (data: RawData, isBinary) => {
    if (to.readyState !== to.OPEN || to.bufferedAmount > maxWaitingBytes) return
    to.send(data as Buffer, { binary: isBinary })
  })
  // What follows is told by `close`.
  from.on('error', () => {})
  from.on('close', (code, reason) => {
    const wasEnded = isOpen && code !== abnormal && code !== withoutCode
    if (wasEnded) to.close(code, reason.toString())
    else to.close(tryAgainLater, silent)
  })
  to.on('close', () => from.terminate())
}

/** Codes that never travel: a line that broke, and a close that said nothing. */
const abnormal = 1_006
const withoutCode = 1_005

import type { WebSocket } from 'ws'
import type { Context } from '../../context.ts'
import {
  type MediaInput,
  readTwilioFrame,
  telephoneFormat,
  writeTwilioClear,
  writeTwilioMark,
  writeTwilioMedia,
} from '../../providers/telephony/index.ts'
import { textIn } from './page-line.ts'

const startWithinMs = 10_000
/** Minutes of sound for a reader that lags. */
const maxWaiting = 30_000
const policyClose = 1_008

/** One socket of Twilio's Media Streams: hands the call's sound to whoever speaks in it. */
export function serveTwilioStream(context: Context, socket: WebSocket): void {
  const incoming = openInbox()
  const late = setTimeout(() => socket.close(policyClose, 'Nothing was started'), startWithinMs)
  const send = (frame: string) => {
    if (socket.readyState === socket.OPEN) socket.send(frame)
  }
  socket.on('message', (data) => {
    const frame = readTwilioFrame(textIn(data))
    switch (frame?.event) {
      case 'start': {
        clearTimeout(late)
        const { streamSid, callSid, parameters } = frame
        return context.telephony.hand({
          callId: callSid,
          reference: '',
          parameters,
          format: telephoneFormat,
          incoming: incoming.items,
          play: (audio) => send(writeTwilioMedia(streamSid, audio)),
          mark: (name) => send(writeTwilioMark(streamSid, name)),
          clear: () => send(writeTwilioClear(streamSid)),
        })
      }
      case 'media':
        return incoming.add({ type: 'audio', bytes: frame.audio, atMs: frame.atMs })
      case 'dtmf':
        return incoming.add({ type: 'digit', digit: frame.digit })
      case 'mark':
        return incoming.add({ type: 'mark', name: frame.name })
      case 'stop':
        return incoming.end()
      case 'connected':
      case undefined:
    }
  })
  socket.on('close', () => {
    clearTimeout(late)
    incoming.end()
  })
}

/** What came and was not read yet, as one iteration. */
function openInbox() {
  const waiting: MediaInput[] = []
  let isOver = false
  let wake = () => {}
  return {
    add(item: MediaInput): void {
      if (waiting.length >= maxWaiting) waiting.shift()
      waiting.push(item)
      wake()
    },
    end(): void {
      isOver = true
      wake()
    },
    items: (async function* () {
      for (;;) {
        const next = waiting.shift()
        if (next) yield next
        else if (isOver) return
        else {
          await new Promise<void>((done) => {
            wake = done
          })
        }
      }
    })(),
  }
}

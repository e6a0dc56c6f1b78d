import { WebSocket } from 'ws'
import { eventually } from './eventually.ts'

const pieceSamples = 320
const pieceMs = 20

type Frame = { readonly type: string } & Readonly<Record<string, unknown>>

/** A page of @parley/voice as the server sees it: its frames, without a browser. */
export function openPageClient(url: string, start: object = {}) {
  const frames: Frame[] = []
  let samples = 0
  let isEchoing = true
  const socket = new WebSocket(url)
  const closed = new Promise<number>((done) => socket.on('close', (code) => done(code)))
  const send = (frame: object) => socket.send(JSON.stringify(frame))
  socket.on('open', () => send({ type: 'start', ...start }))
  // Told by `closed`.
  socket.on('error', () => {})
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) {
      samples += data.length / 2
      return
    }
    const frame = JSON.parse(data.toString()) as Frame
    frames.push(frame)
    if (frame.type === 'mark' && isEchoing) send({ type: 'mark', name: frame['name'] })
  })
  const of = (type: string) => frames.filter((frame) => frame.type === type)
  return {
    frames,
    of,
    send,
    closed,
    heardSamples: () => samples,
    stopEchoing() {
      isEchoing = false
    },
    /** Resolves with all frames of a type as soon as there are so many. */
    until: (type: string, count = 1, deadlineMs = 20_000) =>
      eventually(
        () => of(type),
        ({ length }) => length >= count,
        deadlineMs,
      ),
    /** Speaks in real time, then is silent for as long as said. */
    async speak(audio: Float32Array, silenceMs: number): Promise<void> {
      const pieces = Math.ceil(audio.length / pieceSamples) + silenceMs / pieceMs
      const startedAt = performance.now()
      for (let index = 0; index < pieces; ) {
        const due = Math.min(pieces, Math.floor((performance.now() - startedAt) / pieceMs))
        for (; index < due; index += 1) {
          const piece = new Int16Array(pieceSamples)
          const from = index * pieceSamples
          piece.set(audio.slice(from, from + pieceSamples).map((sample) => sample * 32_767))
          if (socket.readyState === socket.OPEN) socket.send(Buffer.from(piece.buffer))
        }
        await new Promise((done) => {
          setTimeout(done, pieceMs / 2)
        })
      }
    },
    /** As a network that breaks. */
    drop: () => socket.terminate(),
    [Symbol.asyncDispose]: async () => {
      socket.terminate()
      await closed
    },
  }
}

import { ReadableStream, type ReadableStreamDefaultController } from 'node:stream/web'
import { voice } from '@livekit/agents'
import { AudioFrame } from '@livekit/rtc-node'
import type { Finished, Playout } from './playout.ts'
import { callRate } from './port.ts'

/** Where the voice adapter leaves the sentence that a frame begins with. */
export const sentenceKey = 'parley.sentence'

/** Voice activity is looked for in windows of 32 ms: smaller pieces only cost, and are put together again. */
const pieceSamples = (callRate * 32) / 1_000

/** What the caller says, as the session reads it. */
export class CallInput extends voice.AudioInput {
  #controller: ReadableStreamDefaultController<AudioFrame> | undefined
  #held: Int16Array = new Int16Array(0)
  #isEnabled = true

  constructor() {
    super()
    const stream = new ReadableStream<AudioFrame>({
      start: (controller) => {
        this.#controller = controller
      },
    })
    this.multiStream.addInputStream(stream)
  }

  override setAttached(isAttached: boolean): void {
    this.#isEnabled = isAttached
  }

  push(samples: Int16Array): void {
    if (!this.#isEnabled) return
    const all = new Int16Array(this.#held.length + samples.length)
    all.set(this.#held)
    all.set(samples, this.#held.length)
    const whole = all.length - (all.length % pieceSamples)
    for (let at = 0; at < whole; at += pieceSamples) {
      const piece = all.slice(at, at + pieceSamples)
      this.#controller?.enqueue(new AudioFrame(piece, callRate, 1, piece.length))
    }
    this.#held = all.slice(whole)
  }

  override async close(): Promise<void> {
    this.#controller?.close()
    this.#controller = undefined
    await super.close()
  }
}

/** What the agent says, on its way through the playout. */
export class CallOutput extends voice.AudioOutput {
  readonly #playout: Playout

  constructor(playout: Playout) {
    super(callRate, undefined, { pause: true })
    this.#playout = playout
  }

  started(atMs: number): void {
    this.onPlaybackStarted(atMs)
  }

  finished({ heardMs, wasInterrupted, text }: Finished): void {
    this.onPlaybackFinished({
      playbackPosition: heardMs / 1_000,
      interrupted: wasInterrupted,
      ...(wasInterrupted && { synchronizedTranscript: text }),
    })
  }

  override async captureFrame(frame: AudioFrame): Promise<void> {
    await super.captureFrame(frame)
    const sentence = frame.userdata[sentenceKey]
    this.#playout.add(frame.data, typeof sentence === 'string' ? sentence : undefined)
  }

  override flush(): void {
    super.flush()
    this.#playout.end()
  }

  override clearBuffer(): void {
    this.#playout.clear()
  }

  override pause(): void {
    this.#playout.pause()
  }

  override resume(): void {
    this.#playout.resume()
  }
}

import { ReadableStream, type ReadableStreamDefaultController } from 'node:stream/web'
import { voice } from '@livekit/agents'
import { AudioFrame } from '@livekit/rtc-node'
import type { Finished, Playout } from './playout.ts'
import { callRate } from './port.ts'

/** Where the voice adapter leaves the sentence that a frame begins with. */
export const sentenceKey = 'parley.sentence'
/** Where it leaves what ends the making of the rest. */
export const cutKey = 'parley.cut'

/** Voice activity is looked for in windows of 32 ms: smaller pieces only cost, and are put together again. */
const pieceSamples = (callRate * 32) / 1_000

/** What the caller says, as the session reads it. */
export class CallInput extends voice.AudioInput {
  #controller: ReadableStreamDefaultController<AudioFrame> | undefined
  #piece = new Int16Array(pieceSamples)
  #filled = 0
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
    for (let at = 0; at < samples.length; ) {
      const part = samples.subarray(at, at + pieceSamples - this.#filled)
      this.#piece.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
      if (this.#filled < pieceSamples) return
      this.#controller?.enqueue(new AudioFrame(this.#piece, callRate, 1, pieceSamples))
      this.#piece = new Int16Array(pieceSamples)
      this.#filled = 0
    }
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
  /** Ends the making of what came last. */
  #cut: unknown

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
    const { [sentenceKey]: sentence, [cutKey]: cut } = frame.userdata
    if (cut) this.#cut = cut
    this.#playout.add(frame.data, typeof sentence === 'string' ? sentence : undefined)
  }

  override flush(): void {
    super.flush()
    this.#playout.end()
  }

  override clearBuffer(): void {
    if (typeof this.#cut === 'function') this.#cut()
    this.#playout.clear()
  }

  override pause(): void {
    this.#playout.pause()
  }

  override resume(): void {
    this.#playout.resume()
  }
}

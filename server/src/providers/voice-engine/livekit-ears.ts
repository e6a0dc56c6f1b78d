import { ReadableStream, type ReadableStreamDefaultController } from 'node:stream/web'
import { stt, voice } from '@livekit/agents'
import type { AudioFrame } from '@livekit/rtc-node'
import type { PortStt } from './livekit-speech.ts'
import type { SpeechFollower } from './livekit-vad.ts'

type Listening = {
  readonly events: ReadableStreamDefaultController<stt.SpeechEvent>
  readonly leaving: AbortController
  /** One stretch is transcribed after the other. */
  work: Promise<void>
}

/**
 * Transcribes what the voice activity of the session finds. The session's own adapter would look for
 * speech a second time, in the same sound.
 */
export class Ears implements SpeechFollower {
  readonly #stt: PortStt
  #listening: Listening | undefined

  constructor(engine: PortStt) {
    this.#stt = engine
  }

  /** Events of all speech from now on, until the sound ends. */
  listen(sound: ReadableStream<AudioFrame>): ReadableStream<stt.SpeechEvent> {
    const leaving = new AbortController()
    const leave = () => {
      leaving.abort()
      if (this.#listening?.leaving === leaving) this.#listening = undefined
    }
    return new ReadableStream<stt.SpeechEvent>({
      start: (events) => {
        const listening = { events, leaving, work: Promise.resolve() }
        this.#listening = listening
        void untilItEnds(sound).then(async () => {
          await listening.work
          if (!leaving.signal.aborted) events.close()
          leave()
        })
      },
      cancel: leave,
    })
  }

  onStart(): void {
    this.#stt.forgetGuess()
    this.#add(() => ({ type: stt.SpeechEventType.START_OF_SPEECH }))
  }

  onPause(sound: () => AudioFrame): void {
    if (this.#listening) this.#stt.guess(sound)
  }

  onResume(): void {
    this.#stt.forgetGuess()
  }

  onEnd(frames: AudioFrame[], speechEndTime: number): void {
    this.#add(() => ({ type: stt.SpeechEventType.END_OF_SPEECH, speechEndTime }))
    this.#add(async ({ leaving }) => {
      const event = await this.#stt.recognize(frames, leaving.signal)
      if (!event.alternatives?.[0].text) return undefined
      return { ...event, speechEndTime: event.speechEndTime ?? speechEndTime }
    })
  }

  #add(toEvent: (listening: Listening) => Awaitable<stt.SpeechEvent | undefined>): void {
    const listening = this.#listening
    if (!listening) return
    const { events, leaving } = listening
    listening.work = listening.work.then(async () => {
      try {
        const event = await toEvent(listening)
        if (event && !leaving.signal.aborted) events.enqueue(event)
      } catch {
        // Whoever hears has told of it.
      }
    })
  }
}

type Awaitable<T> = T | Promise<T>

/** Nothing is made of the sound itself: it only must not pile up. */
async function untilItEnds(sound: ReadableStream<AudioFrame>): Promise<void> {
  const reader = sound.getReader()
  try {
    while (!(await reader.read()).done);
  } catch {
    // The session has left.
  }
}

/** An agent that hears by ears of ours. */
export class CallAgent extends voice.Agent {
  readonly #ears: Ears

  constructor(ears: Ears, options: ConstructorParameters<typeof voice.Agent>[0]) {
    super(options)
    this.#ears = ears
  }

  override async sttNode(
    ...[sound]: Parameters<voice.Agent['sttNode']>
  ): Promise<ReadableStream<stt.SpeechEvent | string> | null> {
    return this.#ears.listen(sound as ReadableStream<AudioFrame>)
  }
}

import { frequenciesOf } from './microphone.ts'
import { addWorklet, worklets } from './worklets.ts'

type SpeakerEvents = {
  readonly onPlaying: (isPlaying: boolean) => void
  readonly onMark: (name: string) => void
  /** It ran out of sound in the middle of speech. */
  readonly onDry: () => void
}

type FromPlayer =
  | { readonly type: 'playing'; readonly isPlaying: boolean }
  | { readonly type: 'mark'; readonly name: string }
  | { readonly type: 'level'; readonly level: number }
  | { readonly type: 'dry' }

/** What the agent says, through a jitter buffer. */
export class Speaker {
  #node: AudioWorkletNode | undefined
  #gain: GainNode | undefined
  #analyser: AnalyserNode | undefined
  #destination: MediaStreamAudioDestinationNode | undefined
  #level = 0
  #volume = 1

  async open(context: AudioContext, events: SpeakerEvents): Promise<MediaStream> {
    await addWorklet(context, worklets.player)
    const node = new AudioWorkletNode(context, 'parley-player', { outputChannelCount: [1] })
    this.#gain = context.createGain()
    this.#gain.gain.value = this.#volume
    this.#analyser = context.createAnalyser()
    this.#destination = context.createMediaStreamDestination()
    node.connect(this.#gain)
    this.#gain.connect(this.#analyser)
    this.#gain.connect(context.destination)
    this.#gain.connect(this.#destination)
    node.port.onmessage = ({ data }: MessageEvent<FromPlayer>) => {
      if (data.type === 'level') this.#level = data.level
      else if (data.type === 'playing') events.onPlaying(data.isPlaying)
      else if (data.type === 'mark') events.onMark(data.name)
      else events.onDry()
    }
    this.#node = node
    return this.#destination.stream
  }

  play(samples: Int16Array): void {
    this.#node?.port.postMessage({ type: 'sound', samples })
  }

  mark(name: string): void {
    this.#node?.port.postMessage({ type: 'mark', name })
  }

  clear(): void {
    this.#level = 0
    this.#node?.port.postMessage({ type: 'clear' })
  }

  pause(): void {
    this.#node?.port.postMessage({ type: 'pause' })
  }

  resume(): void {
    this.#node?.port.postMessage({ type: 'resume' })
  }

  set volume(volume: number) {
    this.#volume = Math.max(0, Math.min(1, volume))
    if (this.#gain) this.#gain.gain.value = this.#volume
  }

  /** 0 to 1, of what is played now. */
  get level(): number {
    return this.#level
  }

  frequencies(): Uint8Array<ArrayBuffer> {
    return frequenciesOf(this.#analyser)
  }

  close(): void {
    this.#node?.disconnect()
    this.#gain?.disconnect()
    this.#analyser?.disconnect()
    this.#node = undefined
    this.#level = 0
  }
}

import { addWorklet, worklets } from './worklets.ts'

export type MicrophoneOptions = {
  readonly echoCancellation?: boolean
  readonly noiseSuppression?: boolean
  readonly autoGainControl?: boolean
  readonly deviceId?: string
}

/** What the caller says, in pieces of 20 ms of PCM16 at 16 kHz. */
export class Microphone {
  isMuted = false
  #stream: MediaStream | undefined
  #source: MediaStreamAudioSourceNode | undefined
  #node: AudioWorkletNode | undefined
  #analyser: AnalyserNode | undefined
  #level = 0

  async open(
    context: AudioContext,
    options: MicrophoneOptions,
    onPiece: (samples: Int16Array) => void,
  ): Promise<MediaStream> {
    const { echoCancellation = true, noiseSuppression = true, autoGainControl = true } = options
    const { deviceId } = options
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: {
        echoCancellation,
        noiseSuppression,
        autoGainControl,
        channelCount: 1,
        ...(deviceId && { deviceId }),
      },
    })
    this.#stream = stream
    await addWorklet(context, worklets.recorder)
    this.#source = context.createMediaStreamSource(stream)
    this.#node = new AudioWorkletNode(context, 'parley-recorder', { numberOfOutputs: 0 })
    this.#analyser = context.createAnalyser()
    this.#source.connect(this.#node)
    this.#source.connect(this.#analyser)
    this.#node.port.onmessage = ({ data }: MessageEvent<{ piece: Int16Array; level: number }>) => {
      this.#level = this.isMuted ? 0 : data.level
      onPiece(this.isMuted ? new Int16Array(data.piece.length) : data.piece)
    }
    return stream
  }

  /** 0 to 1. */
  get level(): number {
    return this.#level
  }

  frequencies(): Uint8Array<ArrayBuffer> {
    return frequenciesOf(this.#analyser)
  }

  setMuted(isMuted: boolean): void {
    this.isMuted = isMuted
    for (const track of this.#stream?.getAudioTracks() ?? []) track.enabled = !isMuted
  }

  close(): void {
    for (const track of this.#stream?.getTracks() ?? []) track.stop()
    this.#source?.disconnect()
    this.#node?.disconnect()
    this.#analyser?.disconnect()
    this.#stream = undefined
    this.#level = 0
  }
}

export function frequenciesOf(analyser: AnalyserNode | undefined): Uint8Array<ArrayBuffer> {
  if (!analyser) return new Uint8Array(0)
  const data = new Uint8Array(analyser.frequencyBinCount)
  analyser.getByteFrequencyData(data)
  return data
}

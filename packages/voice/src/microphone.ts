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
  /** Of browsers that connect a microphone to contexts of its own rate only. */
  #ownContext: AudioContext | undefined
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
    this.setMuted(this.isMuted)
    const source = this.#connect(context, stream)
    const connected = source.context as AudioContext
    await addWorklet(connected, worklets.recorder)
    this.#source = source
    this.#node = new AudioWorkletNode(connected, 'parley-recorder', { numberOfOutputs: 0 })
    this.#analyser = connected.createAnalyser()
    this.#source.connect(this.#node)
    this.#source.connect(this.#analyser)
    this.#node.port.onmessage = ({ data }: MessageEvent<{ piece: Int16Array; level: number }>) => {
      this.#level = this.isMuted ? 0 : data.level
      onPiece(this.isMuted ? new Int16Array(data.piece.length) : data.piece)
    }
    return stream
  }

  #connect(context: AudioContext, stream: MediaStream): MediaStreamAudioSourceNode {
    try {
      return context.createMediaStreamSource(stream)
    } catch {
      this.#ownContext = new AudioContext({ latencyHint: 'interactive' })
      return this.#ownContext.createMediaStreamSource(stream)
    }
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
    void this.#ownContext?.close()
    this.#ownContext = undefined
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

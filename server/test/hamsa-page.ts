import { vi } from 'vitest'

/** Samples of one frame of the SDK's microphone: 8 ms at 16 kHz. */
const frameSamples = 128
const frameMs = 8

type Handler = ((event: { data: unknown }) => void) | null
type FromPage = {
  readonly type: string
  readonly audioSamples?: Float32Array
  readonly markName?: string
}

/** What of a browser the SDK touches, enough for a call without one. */
export function openHamsaPage() {
  const heard: number[] = []
  let microphone: Handler = null
  let clears = 0

  /** As the SDK's own player worklet: marks come back when what lies before them was played. */
  function player() {
    let left = 0
    let marks: string[] = []
    let handler: Handler = null
    const timer = setInterval(() => {
      left = Math.max(0, left - frameSamples)
      const mark = left === 0 ? marks.shift() : undefined
      if (mark) handler?.({ data: { type: 'mark', markName: mark } })
    }, frameMs)
    timer.unref()
    return {
      postMessage({ type, audioSamples, markName }: FromPage) {
        if (type === 'enqueue' && audioSamples) {
          left += audioSamples.length
          heard.push(...audioSamples)
        }
        if (type === 'addMark' && markName) marks.push(markName)
        if (type !== 'clear') return
        clears += 1
        left = 0
        marks = []
      },
      set onmessage(next: Handler) {
        handler = next
      },
    }
  }

  const recorder = {
    postMessage() {},
    set onmessage(next: Handler) {
      microphone = next
    },
  }
  const node = { connect: () => {}, disconnect: () => {} }
  class FakeAudioContext {
    readonly currentTime = 0
    readonly destination = node
    readonly audioWorklet = { addModule: async () => {} }
    createGain() {
      return { ...node, gain: { value: 1, setValueAtTime() {} } }
    }
    createMediaStreamDestination() {
      return { ...node, stream: {} }
    }
    createMediaStreamSource() {
      return node
    }
    close() {}
  }
  class FakeWorkletNode {
    readonly connect = node.connect
    readonly disconnect = node.disconnect
    readonly port
    constructor(_: unknown, name: string) {
      this.port = name === 'audio-processor' ? recorder : player()
    }
  }
  vi.stubGlobal('window', { AudioContext: FakeAudioContext })
  vi.stubGlobal('AudioWorkletNode', FakeWorkletNode)
  vi.stubGlobal('navigator', {
    mediaDevices: { getUserMedia: async () => ({ getTracks: () => [] }) },
  })

  return {
    /** Samples of the agent's voice so far. */
    heardSamples: () => heard.length,
    clears: () => clears,
    /** Speaks into the microphone in real time, then is silent for as long as said. */
    async speak(audio: Float32Array, silenceMs: number): Promise<void> {
      const silence = new Float32Array(frameSamples)
      const frames = Math.ceil(audio.length / frameSamples) + silenceMs / frameMs
      const startedAt = performance.now()
      for (let index = 0; index < frames; ) {
        const due = Math.min(frames, Math.floor((performance.now() - startedAt) / frameMs))
        for (; index < due; index += 1) {
          const from = index * frameSamples
          const piece = from < audio.length ? audio.slice(from, from + frameSamples) : silence
          const payload = Buffer.from(piece.buffer).toString('base64')
          microphone?.({ data: { event: 'media', streamSid: 'WEBSDK', media: { payload } } })
        }
        await new Promise((done) => setTimeout(done, frameMs))
      }
    },
    [Symbol.dispose]: () => void vi.unstubAllGlobals(),
  }
}

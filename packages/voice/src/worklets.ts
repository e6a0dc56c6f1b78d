/**
 * The two audio worklets. They run apart from the page and are loaded from text, so that no further
 * file has to be served. One channel; the loudspeaker's runs at 16 kHz.
 */

/**
 * Microphone: pieces of 20 ms as PCM16 at 16 kHz, with how loud they are (0 to 1). Where the browser
 * runs it at a higher rate, the samples of each sixteen-thousandth are averaged.
 */
const recorder = `
class ParleyRecorder extends AudioWorkletProcessor {
  constructor() {
    super()
    this.piece = new Int16Array(320)
    this.count = 0
    this.sum = 0
    this.step = sampleRate / 16000
    this.phase = 0
    this.held = 0
    this.heldCount = 0
  }
  process([input]) {
    const samples = input && input[0]
    if (!samples) return true
    for (const raw of samples) {
      this.held += raw
      this.heldCount += 1
      this.phase += 1
      if (this.phase < this.step) continue
      this.phase -= this.step
      const sample = this.held / this.heldCount
      this.held = 0
      this.heldCount = 0
      const bounded = Math.max(-1, Math.min(1, sample))
      this.piece[this.count++] = Math.round(bounded * 32767)
      this.sum += bounded * bounded
      if (this.count === this.piece.length) {
        const level = Math.sqrt(this.sum / this.count)
        const piece = this.piece
        this.piece = new Int16Array(320)
        this.count = 0
        this.sum = 0
        this.port.postMessage({ piece, level }, [piece.buffer])
      }
    }
    return true
  }
}
registerProcessor('parley-recorder', ParleyRecorder)
`

/**
 * Loudspeaker with a jitter buffer: after silence it waits until some sound is there, longer when it
 * ran dry in the middle of speech, and less again with time.
 */
const player = `
const least = 960, most = 4800, step = 480
class ParleyPlayer extends AudioWorkletProcessor {
  constructor() {
    super()
    this.queue = []
    this.held = 0
    this.offset = 0
    this.wanted = least
    this.isPlaying = false
    this.isPaused = false
    this.waited = 0
    this.dry = 0
    this.isEnd = false
    this.port.onmessage = ({ data }) => {
      if (data.type === 'sound') {
        this.queue.push(data.samples)
        this.held += data.samples.length
        this.isEnd = false
      } else if (data.type === 'mark') this.queue.push(data.name)
      else if (data.type === 'pause') this.isPaused = true
      else if (data.type === 'resume') this.isPaused = false
      else if (data.type === 'clear') {
        this.queue = []
        this.held = 0
        this.offset = 0
        this.say(false)
      }
    }
  }
  say(isPlaying) {
    if (isPlaying === this.isPlaying) return
    this.isPlaying = isPlaying
    this.port.postMessage({ type: 'playing', isPlaying })
  }
  marks() {
    while (typeof this.queue[0] === 'string') {
      this.isEnd = true
      this.port.postMessage({ type: 'mark', name: this.queue.shift() })
    }
  }
  process(_, [output]) {
    const out = output[0]
    out.fill(0)
    if (this.isPaused) return true
    if (!this.isPlaying) {
      if (this.held === 0) { this.marks(); return true }
      this.waited += out.length
      // Short sounds need not fill the buffer: nothing more comes.
      if (this.held < this.wanted && this.waited < this.wanted) return true
      this.waited = 0
      this.say(true)
    }
    let at = 0, sum = 0
    while (at < out.length && this.queue.length > 0) {
      this.marks()
      const samples = this.queue[0]
      if (samples === undefined) break
      const count = Math.min(samples.length - this.offset, out.length - at)
      for (let i = 0; i < count; i++) {
        const value = samples[this.offset + i] / 32768
        out[at + i] = value
        sum += value * value
      }
      at += count
      this.offset += count
      this.held -= count
      if (this.offset === samples.length) { this.queue.shift(); this.offset = 0 }
    }
    this.marks()
    if (at < out.length) {
      this.dry += out.length
      if (this.held === 0 && this.dry > 1600) {
        this.dry = 0
        this.say(false)
      } else if (this.dry === out.length && !this.isEnd) {
        this.wanted = Math.min(most, this.wanted + step)
        this.port.postMessage({ type: 'dry' })
      }
    } else {
      this.dry = 0
      this.wanted = Math.max(least, this.wanted - 1)
    }
    this.port.postMessage({ type: 'level', level: Math.sqrt(sum / out.length) })
    return true
  }
}
registerProcessor('parley-player', ParleyPlayer)
`

export const worklets = { recorder, player }

/** Makes a worklet's processor known to the context. */
export async function addWorklet(context: AudioContext, source: string): Promise<void> {
  const url = URL.createObjectURL(new Blob([source], { type: 'application/javascript' }))
  try {
    await context.audioWorklet.addModule(url)
  } finally {
    URL.revokeObjectURL(url)
  }
}

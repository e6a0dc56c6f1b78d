import { callRate } from './port.ts'

/** As long as voice activity keeps a stretch of speech, and what it keeps before it. */
const keptSamples = 61 * callRate

/** The caller's sound as it came, for as long as somebody may ask what it was. */
export class RawSound {
  readonly #ring = new Int16Array(keptSamples)
  #total = 0

  add(samples: Int16Array): void {
    for (const sample of samples) {
      this.#ring[this.#total % keptSamples] = sample
      this.#total += 1
    }
  }

  /** The newest so many samples; silence where there were fewer. */
  last(count: number): Int16Array {
    const out = new Int16Array(Math.min(count, keptSamples))
    const from = this.#total - out.length
    for (let index = 0; index < out.length; index += 1) {
      const at = from + index
      out[index] = at < 0 ? 0 : (this.#ring[at % keptSamples] ?? 0)
    }
    return out
  }
}

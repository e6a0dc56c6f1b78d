/** Sounds that lie closer to the end of the track than this belong to one stretch, in samples. */
const toleranceSamples = 3_200

type Piece = { readonly from: number; readonly samples: Int16Array }

/** One side of a call as it lies in time; pieces are put where they were heard. */
export class SoundTrack {
  #pieces: Piece[] = []
  #end = 0
  #taken = 0

  /** `at`: sample of the call where it begins; a little late or early is smoothed over. */
  add(at: number, samples: Int16Array): void {
    const isNext = Math.abs(at - this.#end) <= toleranceSamples
    const from = Math.max(this.#taken, isNext ? this.#end : Math.max(at, this.#end))
    this.#pieces.push({ from, samples })
    this.#end = from + samples.length
  }

  /** Moves the samples up to a moment into one channel of a stereo stream; each is moved once. */
  takeInto(stereo: Int16Array, channel: 0 | 1, until: number): void {
    const rest: Piece[] = []
    for (const piece of this.#pieces) {
      const { from, samples } = piece
      const last = Math.min(from + samples.length, until)
      let to = (Math.max(from, this.#taken) - this.#taken) * 2 + channel
      for (let at = Math.max(from, this.#taken); at < last; at += 1) {
        stereo[to] = samples[at - from] ?? 0
        to += 2
      }
      if (from + samples.length > until) rest.push(piece)
    }
    this.#pieces = rest
    this.#taken = Math.max(this.#taken, until)
  }
}

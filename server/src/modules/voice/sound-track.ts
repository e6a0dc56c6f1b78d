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

  /** The samples up to a moment, silence where there was none; each is taken once. */
  take(until: number): Int16Array {
    const out = new Int16Array(Math.max(0, until - this.#taken))
    const rest: Piece[] = []
    for (const piece of this.#pieces) {
      const { from, samples } = piece
      const first = Math.max(from, this.#taken)
      const last = Math.min(from + samples.length, until)
      if (last > first) out.set(samples.subarray(first - from, last - from), first - this.#taken)
      if (from + samples.length > until) rest.push(piece)
    }
    this.#pieces = rest
    this.#taken = Math.max(this.#taken, until)
    return out
  }
}

/** Two tracks as one stereo stream, in bytes of PCM16. */
export function interleave(left: Int16Array, right: Int16Array): Uint8Array {
  const out = new Int16Array(left.length * 2)
  for (let index = 0; index < left.length; index += 1) {
    out[index * 2] = left[index] ?? 0
    out[index * 2 + 1] = right[index] ?? 0
  }
  return new Uint8Array(out.buffer)
}

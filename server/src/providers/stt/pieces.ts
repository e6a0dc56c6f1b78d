import { sampleRate } from './port.ts'

const windowSamples = sampleRate / 5

/** Audio in pieces of at most `pieceMs`, cut where it is quietest in the last fifth of a piece. */
export async function* toPieces(
  audio: AsyncIterable<Float32Array>,
  pieceMs: number,
): AsyncGenerator<Float32Array> {
  const limit = Math.round((pieceMs / 1_000) * sampleRate)
  let held = new Float32Array(limit)
  let filled = 0
  for await (const chunk of audio) {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + limit - filled)
      held.set(part, filled)
      filled += part.length
      at += part.length
      if (filled < limit) continue
      const cut = quietest(held, Math.floor(limit * 0.8))
      yield held.subarray(0, cut)
      const rest = held.subarray(cut)
      held = new Float32Array(limit)
      held.set(rest)
      filled = rest.length
    }
  }
  if (filled > 0) yield held.subarray(0, filled)
}

/** The middle of the window with the least energy, from `from` on. */
function quietest(audio: Float32Array, from: number): number {
  let best = audio.length
  let least = Infinity
  for (let start = from; start + windowSamples <= audio.length; start += windowSamples) {
    let energy = 0
    for (const sample of audio.subarray(start, start + windowSamples)) energy += sample * sample
    if (energy < least) {
      least = energy
      best = start + windowSamples / 2
    }
  }
  return best
}

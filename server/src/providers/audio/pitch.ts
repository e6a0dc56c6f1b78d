/** Voices of people lie between, in Hz. */
const lowest = 70
const highest = 330
const frameMs = 40
/** Softer frames, of PCM16, have no voice. */
const minLevel = 300
/** How alike a frame and itself one period later must be, 0..1. */
const minLikeness = 0.6
/** A peak that is lower than the best by less than this is as good. */
const nearlyAlike = 0.92
/** Fewer voiced frames tell nothing. */
const minFrames = 6
/** Enough of a long stretch: two seconds of frames. */
const maxFrames = 50

/**
 * The height of a voice in Hz: the median over voiced frames, each by its autocorrelation. Undefined
 * where there is too little of it.
 */
export function pitchOf(samples: Int16Array, sampleRate: number): number | undefined {
  const length = (sampleRate * frameMs) / 1_000
  const found: number[] = []
  for (let at = 0; at + length <= samples.length && found.length < maxFrames; at += length) {
    const hertz = pitchOfFrame(samples.subarray(at, at + length), sampleRate)
    if (hertz !== undefined) found.push(hertz)
  }
  if (found.length < minFrames) return undefined
  return found.toSorted((a, b) => a - b)[Math.floor(found.length / 2)]
}

function pitchOfFrame(frame: Int16Array, sampleRate: number): number | undefined {
  const energy = productAt(frame, 0)
  if (energy / frame.length < minLevel * minLevel) return undefined
  const shortest = Math.floor(sampleRate / highest)
  const longest = Math.ceil(sampleRate / lowest)
  const alike = Array.from({ length: longest - shortest + 1 }, (_, index) => {
    const lag = shortest + index
    // Each lag sees fewer samples: what is missing is made up for.
    return (productAt(frame, lag) * frame.length) / (frame.length - lag) / energy
  })
  const most = Math.max(...alike)
  if (most < minLikeness) return undefined
  // Multiples of the period are as alike: the first peak that comes near is the period.
  const peak = alike.findIndex(
    (likeness, index) =>
      likeness >= most * nearlyAlike &&
      likeness >= (alike[index - 1] ?? 0) &&
      likeness >= (alike[index + 1] ?? 0),
  )
  return peak < 0 ? undefined : sampleRate / (shortest + peak)
}

function productAt(frame: Int16Array, lag: number): number {
  let sum = 0
  for (let index = 0; index + lag < frame.length; index += 1) {
    sum += (frame[index] ?? 0) * (frame[index + lag] ?? 0)
  }
  return sum
}

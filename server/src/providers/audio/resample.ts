/** Zero crossings of the filter on each side: aliases stay 70 dB below. */
const crossings = 16
/** Share of the narrower band that passes; the rest is the filter's slope. */
const passBand = 0.94

/** Changes the rate of one channel that arrives in chunks. */
export type Resampler = {
  readonly push: (chunk: Float32Array) => Float32Array
  /** What is still due when the audio has ended. */
  readonly end: () => Float32Array
}

export function openResampler(fromRate: number, toRate: number): Resampler {
  if (fromRate === toRate) return { push: (chunk) => chunk, end: () => new Float32Array(0) }
  const divisor = greatestCommonDivisor(fromRate, toRate)
  const phases = toRate / divisor
  const advance = fromRate / divisor
  const { reach, table } = filterFor(phases, Math.min(1, toRate / fromRate) * passBand)
  const taps = 2 * reach
  // As if silence had come before: the first output sample lies on the first input sample.
  let held: Float32Array = new Float32Array(reach - 1)
  /** Where the next output sample lies: in units of 1/phases of an input sample, from held[0]. */
  let position = (reach - 1) * phases

  function push(chunk: Float32Array): Float32Array {
    const input = new Float32Array(held.length + chunk.length)
    input.set(held)
    input.set(chunk, held.length)
    const last = input.length - reach - 1
    const count = Math.max(0, Math.floor((last * phases + phases - 1 - position) / advance) + 1)
    const output = new Float32Array(count)
    for (let index = 0; index < count; index++) {
      const whole = Math.floor(position / phases)
      const filter = (position % phases) * taps
      const start = whole - reach + 1
      let sum = 0
      for (let tap = 0; tap < taps; tap++) {
        sum += (input[start + tap] ?? 0) * (table[filter + tap] ?? 0)
      }
      output[index] = sum
      position += advance
    }
    const keepFrom = Math.min(input.length, Math.max(0, Math.floor(position / phases) - reach + 1))
    held = input.slice(keepFrom)
    position -= keepFrom * phases
    return output
  }

  return { push, end: () => push(new Float32Array(reach)) }
}

/** A sinc under a Blackman window, once for each place that an output sample can have. */
function filterFor(phases: number, cutoff: number): { reach: number; table: Float32Array } {
  const reach = Math.ceil(crossings / cutoff)
  const taps = 2 * reach
  const table = new Float32Array(phases * taps)
  for (let phase = 0; phase < phases; phase++) {
    let sum = 0
    for (let tap = 0; tap < taps; tap++) {
      const distance = tap - reach + 1 - phase / phases
      const angle = Math.PI * distance * cutoff
      const sinc = angle === 0 ? 1 : Math.sin(angle) / angle
      const turn = (Math.PI * distance) / reach
      const window = 0.42 + 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn)
      const weight = Math.abs(distance) <= reach ? sinc * window : 0
      table[phase * taps + tap] = weight
      sum += weight
    }
    // So that a constant stays the same constant.
    for (let tap = 0; tap < taps; tap++) {
      table[phase * taps + tap] = (table[phase * taps + tap] ?? 0) / sum
    }
  }
  return { reach, table }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

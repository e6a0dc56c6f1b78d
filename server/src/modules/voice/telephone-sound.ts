/** Telephones speak at 8 kHz, we at 16. */

/** Every second sample, each mixed with its neighbours so that what is too high does not fold back. */
export function toTelephoneRate(samples: Int16Array): Int16Array {
  const out = new Int16Array(samples.length >> 1)
  for (let index = 0; index < out.length; index += 1) {
    const at = index * 2
    const before = samples[at - 1] ?? samples[at] ?? 0
    const here = samples[at] ?? 0
    const after = samples[at + 1] ?? here
    out[index] = Math.round((before + 2 * here + after) / 4)
  }
  return out
}

/** Twice the samples, those between halfway; remembers the last one across pieces. */
export function openUpsampler(): (samples: Int16Array) => Int16Array {
  let last = 0
  return (samples) => {
    const out = new Int16Array(samples.length * 2)
    for (const [index, sample] of samples.entries()) {
      out[index * 2] = Math.round((last + sample) / 2)
      out[index * 2 + 1] = sample
      last = sample
    }
    return out
  }
}

import type { Sieve } from './denoise.ts'

/** Root mean square that speech is brought to: 20 dB below full. */
const target = 3_277
/** Softer than this is no speech, and changes nothing: 50 dB below full. */
const gate = 104
/** 18 dB up at most, or noise becomes speech; 12 dB down. */
const gains = { least: 0.25, most: 8 }
/** How far the gain goes to what is wanted in 20 ms: quickly down, slowly up. */
const pace = { down: 0.3, up: 0.05 }

/** 20 ms at 16 kHz. */
const blockSamples = 320

/** Evens out how loud somebody is. */
export function openLeveller(): Sieve {
  let gain = 1

  function level(block: Int16Array): Int16Array {
    const loud = loudness(block)
    const before = gain
    if (loud >= gate) {
      const wanted = Math.max(gains.least, Math.min(gains.most, target / loud))
      gain += (wanted - gain) * (wanted < gain ? pace.down : pace.up)
    }
    return block.map((sample, index) => {
      // From one gain to the next without a step that could be heard.
      const here = before + ((gain - before) * index) / block.length
      return Math.max(-32_768, Math.min(32_767, Math.round(sample * here)))
    })
  }

  return (samples) => {
    const out = new Int16Array(samples.length)
    for (let at = 0; at < samples.length; at += blockSamples) {
      out.set(level(samples.subarray(at, at + blockSamples)), at)
    }
    return out
  }
}

/** Root mean square. */
export function loudness(samples: Int16Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  return Math.sqrt(sum / Math.max(1, samples.length))
}

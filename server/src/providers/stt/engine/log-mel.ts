/** Log-mel spectrogram as Whisper was trained on: 25 ms windows every 10 ms, 80 Slaney mel bands. */

const windowSamples = 400
export const hopSamples = 160
export const melBands = 80
const bins = windowSamples / 2 + 1
const half = windowSamples / 2
const sampleRate = 16_000

const hann = Float64Array.from(
  { length: windowSamples },
  (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / windowSamples),
)

/** cos and sin of 2π·k·n/400 for every phase, so that no product of k and n is computed twice. */
const cosines = Float64Array.from({ length: windowSamples }, (_, phase) =>
  Math.cos((2 * Math.PI * phase) / windowSamples),
)
const sines = Float64Array.from({ length: windowSamples }, (_, phase) =>
  Math.sin((2 * Math.PI * phase) / windowSamples),
)

/** Slaney's scale: linear below 1 kHz, logarithmic above. */
function hertzToMel(hertz: number): number {
  const linear = (3 * hertz) / 200
  return hertz < 1_000 ? linear : 15 + (27 * Math.log(hertz / 1_000)) / Math.log(6.4)
}

function melToHertz(mel: number): number {
  return mel < 15 ? (200 * mel) / 3 : 1_000 * Math.exp((Math.log(6.4) * (mel - 15)) / 27)
}

type Band = { readonly first: number; readonly weights: Float64Array }

const filterBank: readonly Band[] = (() => {
  const top = hertzToMel(sampleRate / 2)
  const edges = Array.from({ length: melBands + 2 }, (_, index) =>
    melToHertz((top * index) / (melBands + 1)),
  )
  return Array.from({ length: melBands }, (_, band) => {
    const [low = 0, middle = 0, high = 0] = edges.slice(band, band + 3)
    const all = Array.from({ length: bins }, (_, bin) => {
      const hertz = (bin * sampleRate) / windowSamples
      const rise = (hertz - low) / (middle - low)
      const fall = (high - hertz) / (high - middle)
      return (Math.max(0, Math.min(rise, fall)) * 2) / (high - low)
    })
    const first = all.findIndex((weight) => weight > 0)
    const last = all.findLastIndex((weight) => weight > 0)
    return { first, weights: Float64Array.from(all.slice(first, last + 1)) }
  })
})()

/** The spectrogram of `frames` frames, band after band; what lies behind the audio is silence. */
export function toLogMel(audio: Float32Array, frames: number): Float32Array {
  const result = new Float32Array(melBands * frames)
  const window = new Float64Array(windowSamples)
  const power = new Float64Array(bins)
  for (let frame = 0; frame < frames; frame++) {
    const start = frame * hopSamples - half
    for (let index = 0; index < windowSamples; index++) {
      // Reflected at the beginning, as the model's own preparation does.
      const sample = audio[Math.abs(start + index)] ?? 0
      window[index] = sample * (hann[index] ?? 0)
    }
    powerSpectrum(window, power)
    for (const [band, { first, weights }] of filterBank.entries()) {
      let energy = 0
      for (let index = 0; index < weights.length; index++) {
        energy += (weights[index] ?? 0) * (power[first + index] ?? 0)
      }
      result[band * frames + frame] = Math.log10(Math.max(energy, 1e-10))
    }
  }
  return normalise(result)
}

/** Sums of both halves of a real window: half the work of a plain transform; 8 ms per second of audio. */
function powerSpectrum(window: Float64Array, power: Float64Array): void {
  const at = (index: number) => window[index] ?? 0
  const even = Float64Array.from({ length: half }, (_, n) => at(n) + at(windowSamples - n))
  const odd = Float64Array.from({ length: half }, (_, n) => at(n) - at(windowSamples - n))
  for (let bin = 0; bin < bins; bin++) {
    const ends = at(0) + (bin % 2 === 0 ? at(half) : -at(half))
    const real = ends + correlate(even, cosines, bin)
    const imaginary = correlate(odd, sines, bin)
    power[bin] = real * real + imaginary * imaginary
  }
}

/** Sum over n ≥ 1 of values[n] · wave[n · bin], the wave being periodic. */
function correlate(values: Float64Array, wave: Float64Array, bin: number): number {
  let sum = 0
  let phase = bin
  for (let index = 1; index < half; index++) {
    sum += (values[index] ?? 0) * (wave[phase] ?? 0)
    phase += bin
    if (phase >= windowSamples) phase -= windowSamples
  }
  return sum
}

function normalise(values: Float32Array): Float32Array {
  let top = -Infinity
  for (const value of values) if (value > top) top = value
  const floor = top - 8
  for (let index = 0; index < values.length; index++) {
    values[index] = (Math.max(values[index] ?? 0, floor) + 4) / 4
  }
  return values
}

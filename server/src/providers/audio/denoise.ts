import { openFourier } from './fourier.ts'

/** Turns PCM16 into as many samples of PCM16, a little later. */
export type Sieve = (samples: Int16Array) => Int16Array

type NoiseOptions = {
  /** Hz of the sound. */
  readonly sampleRate: number
  /** True: what a telephone cannot carry is noise too. */
  readonly isTelephone?: boolean
  /** How far back the quietest moment is looked for; noise that changes is followed so quickly. */
  readonly memoryMs?: number
}

const frame = 512
const hop = frame / 2
const bins = hop + 1
/** Of what is taken for noise, this much is left: silence without any breath sounds broken. */
const floorGain = 0.1
/** Noise varies about its quietest moment. */
const overestimate = 5
/** How slowly the power of a bin is followed, and its gain changed. */
const powerMemory = 0.8
const gainMemory = 0.5
/** The memory is divided into as many stretches, of which each has its quietest moment. */
const stretches = 6
/** Nothing is taken away before so many frames were heard: 0.4 s. */
const learningFrames = 25
/** Telephones carry 300 to 3,400 Hz; a little more is let through. */
const telephoneHz = { from: 180, to: 3_900 }

/**
 * Lowers steady noise: in each band the quietest power of the last seconds is taken for noise, and
 * taken away (spectral subtraction with minimum statistics). Speech comes out about 16 ms later.
 */
export function openDenoiser({
  sampleRate,
  isTelephone = false,
  memoryMs = 1_500,
}: NoiseOptions): Sieve {
  const transform = openFourier(frame)
  const window = Float64Array.from({ length: frame }, (_, index) =>
    Math.sin((Math.PI * (index + 0.5)) / frame),
  )
  const real = new Float64Array(frame)
  const imaginary = new Float64Array(frame)
  const input = new Float64Array(frame)
  const overlap = new Float64Array(frame)
  const gains = new Float64Array(bins).fill(1)
  const passed = passBand(sampleRate, isTelephone)
  const noise = openNoiseFloor(Math.max(1, Math.round((memoryMs * sampleRate) / 1_000 / hop)))
  let held = 0
  let ready: number[] = Array.from({ length: hop }, () => 0)

  function next(): void {
    multiply(input, window, real)
    imaginary.fill(0)
    transform(real, imaginary)
    noise.follow(real, imaginary)
    lower()
    transform(imaginary, real)
    multiply(real, window, real)
    for (const [index, sample] of real.entries()) {
      overlap[index] = (overlap[index] ?? 0) + sample / frame
    }
    ready.push(...overlap.subarray(0, hop))
    overlap.copyWithin(0, hop)
    overlap.fill(0, hop)
    input.copyWithin(0, hop)
    held = 0
  }

  /** Each band by its gain; those above the middle mirror those below. */
  function lower(): void {
    for (const [bin, before] of gains.entries()) {
      const wanted = passed(bin) ? noise.gain(bin) : floorGain
      const gain = gainMemory * before + (1 - gainMemory) * wanted
      gains[bin] = gain
      scale(bin, gain)
      if (bin > 0 && bin < hop) scale(frame - bin, gain)
    }
  }

  function scale(bin: number, gain: number): void {
    real[bin] = (real[bin] ?? 0) * gain
    imaginary[bin] = (imaginary[bin] ?? 0) * gain
  }

  return (samples) => {
    for (const sample of samples) {
      input[hop + held] = sample
      held += 1
      if (held === hop) next()
    }
    const out = Int16Array.from(ready.slice(0, samples.length), clipped)
    ready = ready.slice(samples.length)
    return out
  }
}

function multiply(one: Float64Array, other: Float64Array, into: Float64Array): void {
  for (const [index, value] of one.entries()) into[index] = value * (other[index] ?? 0)
}

/** The quietest power of each band over a while, and what is left of the present one without it. */
function openNoiseFloor(memoryFrames: number) {
  const endless = () => new Float64Array(bins).fill(Number.POSITIVE_INFINITY)
  const power = new Float64Array(bins)
  const stretchFrames = Math.max(1, Math.ceil(memoryFrames / stretches))
  /** Of the stretches that are over, oldest first, and of the one that goes on. */
  let past = Array.from({ length: stretches - 1 }, endless)
  let current = endless()
  let least = endless()
  let frames = 0

  function turnOver(): void {
    past = [...past.slice(1), current]
    current = endless()
    least = least.map((_, bin) => Math.min(...past.map((one) => one[bin] ?? 0)))
  }

  return {
    follow(real: Float64Array, imaginary: Float64Array): void {
      if (frames > 0 && frames % stretchFrames === 0) turnOver()
      const memory = frames === 0 ? 0 : powerMemory
      frames += 1
      for (let bin = 0; bin < bins; bin += 1) {
        const now = (real[bin] ?? 0) ** 2 + (imaginary[bin] ?? 0) ** 2
        const smooth = memory * (power[bin] ?? 0) + (1 - memory) * now
        power[bin] = smooth
        current[bin] = Math.min(current[bin] ?? 0, smooth)
        least[bin] = Math.min(least[bin] ?? 0, smooth)
      }
    },
    gain(bin: number): number {
      // Whoever speaks at once is not their own noise.
      if (frames < learningFrames) return 1
      const now = power[bin] ?? 0
      if (now <= 0) return floorGain
      return Math.max(floorGain, 1 - (overestimate * (least[bin] ?? 0)) / now)
    },
  }
}

function passBand(sampleRate: number, isTelephone: boolean): (bin: number) => boolean {
  if (!isTelephone) return () => true
  const from = (telephoneHz.from / sampleRate) * frame
  const to = (telephoneHz.to / sampleRate) * frame
  return (bin) => bin >= from && bin <= to
}

const clipped = (sample: number) => Math.max(-32_768, Math.min(32_767, Math.round(sample)))

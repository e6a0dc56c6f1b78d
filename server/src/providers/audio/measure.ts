import { type PcmBlock, pcmRate } from './source.ts'

type Waveform = {
  /** Time that each peak stands for. */
  readonly msPerPeak: number
  /** Per channel, the largest deflection of each stretch, 0..1 in thousandths. */
  readonly channels: readonly (readonly number[])[]
}

export type Measured = {
  readonly durationMs: number
  readonly waveform: Waveform
  /** Mean level of the whole in dB below full scale; -100 when there is only silence. */
  readonly loudnessDbfs: number
  readonly peakDbfs: number
  /** Per channel. */
  readonly channelLoudnessDbfs: readonly number[]
  /** Two channels that differ by less than a hundredth: one voice recorded twice. */
  readonly areChannelsAlike: boolean
}

const silenceDbfs = -100
/** Between half and all of these come out, however long the recording is. */
const mostPeaks = 2_000
const firstPeakSamples = pcmRate / 100
/** Energy of the difference over energy of the sum: -40 dB. */
const alikeBelow = 1e-4

export type Meter = {
  readonly push: (block: PcmBlock) => void
  readonly samples: () => number
  readonly result: () => Measured
}

/** Measures a recording while it passes; its own size does not depend on the length. */
export function openMeter(): Meter {
  let samples = 0
  let samplesPerPeak = firstPeakSamples
  const peaks: number[][] = []
  const energies: number[] = []
  let differenceEnergy = 0

  function pushChannel(channel: number, audio: Float32Array): void {
    const list = (peaks[channel] ??= [])
    let energy = 0
    for (let index = 0; index < audio.length; index++) {
      const sample = audio[index] ?? 0
      const size = Math.abs(sample)
      const peak = Math.floor((samples + index) / samplesPerPeak)
      if (size > (list[peak] ?? -1)) list[peak] = size
      energy += sample * sample
    }
    energies[channel] = (energies[channel] ?? 0) + energy
  }

  /** Two stretches become one. */
  function halve(): void {
    samplesPerPeak *= 2
    for (const [channel, list] of peaks.entries()) {
      peaks[channel] = Array.from({ length: Math.ceil(list.length / 2) }, (_, index) =>
        Math.max(list[2 * index] ?? 0, list[2 * index + 1] ?? 0),
      )
    }
  }

  return {
    push(block) {
      for (const [channel, audio] of block.entries()) pushChannel(channel, audio)
      const [left, right] = block
      if (left && right) differenceEnergy += energyOfDifference(left, right)
      samples += left?.length ?? 0
      while ((peaks[0]?.length ?? 0) > mostPeaks) halve()
    },
    samples: () => samples,
    result() {
      const total = energies.reduce((sum, energy) => sum + energy, 0)
      const top = peaks.flat().reduce((most, peak) => Math.max(most, peak), 0)
      return {
        durationMs: Math.round((samples / pcmRate) * 1_000),
        waveform: {
          msPerPeak: (samplesPerPeak / pcmRate) * 1_000,
          channels: peaks.map((list) => list.map((peak) => Math.min(1, round(peak, 1_000)))),
        },
        loudnessDbfs: toDecibels(Math.sqrt(total / Math.max(1, samples * energies.length))),
        peakDbfs: toDecibels(top),
        channelLoudnessDbfs: energies.map((energy) =>
          toDecibels(Math.sqrt(energy / Math.max(1, samples))),
        ),
        areChannelsAlike: energies.length === 2 && differenceEnergy <= total * alikeBelow,
      }
    },
  }
}

function energyOfDifference(left: Float32Array, right: Float32Array): number {
  let energy = 0
  for (let index = 0; index < left.length; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    energy += difference * difference
  }
  return energy
}

function toDecibels(amplitude: number): number {
  return amplitude <= 1e-5 ? silenceDbfs : round(20 * Math.log10(amplitude), 10)
}

const round = (value: number, parts: number) => Math.round(value * parts) / parts

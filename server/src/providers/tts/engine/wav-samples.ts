import { toFloat } from './speaker.ts'

/** Of a 16-bit mono WAV file as programs write it. */
export function readSamples(file: Buffer): { audio: Float32Array; sampleRate: number } {
  let sampleRate = 0
  for (let at = 12; at + 8 <= file.length; ) {
    const name = file.toString('latin1', at, at + 4)
    const length = file.readUInt32LE(at + 4)
    if (name === 'fmt ') sampleRate = file.readUInt32LE(at + 12)
    if (name === 'data') {
      const bytes = file.subarray(at + 8, Math.min(file.length, at + 8 + length))
      const samples = new Int16Array(Math.floor(bytes.length / 2))
      for (let index = 0; index < samples.length; index += 1) {
        samples[index] = bytes.readInt16LE(index * 2)
      }
      return { audio: toFloat(samples), sampleRate }
    }
    at += 8 + length + (length % 2)
  }
  throw new Error('The speaker left no audio.')
}

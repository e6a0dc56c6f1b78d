import { wavHeader } from '../audio/wav-header.ts'
import { sampleRate } from './port.ts'

/** 16-bit mono WAV: what every speech service accepts. */
export function toWavFile(audio: Float32Array): Buffer<ArrayBuffer> {
  const samples = Buffer.alloc(audio.length * 2)
  for (const [index, sample] of audio.entries()) {
    samples.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), index * 2)
  }
  return Buffer.concat([wavHeader({ sampleRate, dataBytes: samples.length }), samples])
}

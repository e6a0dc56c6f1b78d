import { sampleRate } from './port.ts'

/** 16-bit mono WAV: what every speech service accepts. */
export function toWavFile(audio: Float32Array): Buffer<ArrayBuffer> {
  const header = Buffer.alloc(44)
  const dataBytes = audio.length * 2
  header.write('RIFF', 0, 'latin1')
  header.writeUInt32LE(36 + dataBytes, 4)
  header.write('WAVEfmt ', 8, 'latin1')
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(sampleRate, 24)
  header.writeUInt32LE(sampleRate * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36, 'latin1')
  header.writeUInt32LE(dataBytes, 40)
  const samples = Buffer.alloc(dataBytes)
  for (const [index, sample] of audio.entries()) {
    samples.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), index * 2)
  }
  return Buffer.concat([header, samples])
}

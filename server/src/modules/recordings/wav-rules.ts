const headerBytes = 44
const sampleBytes = 2

/** Bytes of a WAV file of so many samples: one channel, 16 bits. */
export const wavSize = (samples: number) => headerBytes + samples * sampleBytes

/** Where a sample begins in the file. */
export const byteOfSample = (sample: number) => headerBytes + sample * sampleBytes

/** The sample that a byte belongs to; the first one for the header. */
export const sampleAt = (byte: number) =>
  Math.max(0, Math.floor((byte - headerBytes) / sampleBytes))

export function wavHeader(samples: number, rate: number): Buffer {
  const header = Buffer.alloc(headerBytes)
  header.write('RIFF', 0)
  header.writeUInt32LE(wavSize(samples) - 8, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(rate, 24)
  header.writeUInt32LE(rate * sampleBytes, 28)
  header.writeUInt16LE(sampleBytes, 32)
  header.writeUInt16LE(sampleBytes * 8, 34)
  header.write('data', 36)
  header.writeUInt32LE(samples * sampleBytes, 40)
  return header
}

/** Samples of -1..1 as 16 bits each, little-endian. */
export function bytesOfSamples(samples: Float32Array): Buffer {
  const bytes = Buffer.alloc(samples.length * sampleBytes)
  for (const [index, sample] of samples.entries()) {
    const clipped = Math.max(-1, Math.min(1, sample))
    bytes.writeInt16LE(Math.round(clipped * 32_767), index * sampleBytes)
  }
  return bytes
}

/** ITU-T G.711 μ-law: one byte for a sample of 16 bits. */

const bias = 0x84
const loudest = 32_635

const decoded = Int16Array.from({ length: 256 }, (_, byte) => decodeSample(byte))

function decodeSample(byte: number): number {
  const inverted = ~byte & 0xff
  const exponent = (inverted >> 4) & 0x07
  const mantissa = inverted & 0x0f
  const magnitude = (((mantissa << 3) + bias) << exponent) - bias
  return inverted & 0x80 ? -magnitude : magnitude
}

export function encodeSample(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0
  const magnitude = Math.min(Math.abs(sample), loudest) + bias
  // The position of the highest bit, of which the bias makes sure.
  const exponent = 24 - Math.clz32(magnitude)
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f
  return ~(sign | (exponent << 4) | mantissa) & 0xff
}

export function encodeMulaw(samples: Int16Array): Uint8Array {
  return Uint8Array.from(samples, encodeSample)
}

export function decodeMulaw(bytes: Uint8Array): Int16Array {
  return Int16Array.from(bytes, (byte) => decoded[byte] ?? 0)
}

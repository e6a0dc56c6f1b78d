import { decodeMulaw, encodeSample } from './mulaw.ts'

/** ITU-T G.711 A-law, as it is spoken outside of America and Japan; here only turned into μ-law and back. */

const toMulaw = Uint8Array.from({ length: 256 }, (_, byte) => encodeSample(decodeAlawSample(byte)))
const toAlaw = Uint8Array.from(
  decodeMulaw(Uint8Array.from({ length: 256 }, (_, byte) => byte)),
  encodeAlawSample,
)

export function mulawFromAlaw(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => toMulaw[byte] ?? 0)
}

export function alawFromMulaw(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => toAlaw[byte] ?? 0)
}

export function decodeAlawSample(byte: number): number {
  // Every second bit is inverted on the line.
  const bits = byte ^ 0x55
  const exponent = (bits >> 4) & 0x07
  const mantissa = bits & 0x0f
  const magnitude =
    exponent === 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (exponent - 1)
  return bits & 0x80 ? magnitude : -magnitude
}

export function encodeAlawSample(sample: number): number {
  const sign = sample < 0 ? 0 : 0x80
  const magnitude = Math.min(sample < 0 ? -sample - 1 : sample, 32_767)
  const exponent = Math.max(0, 24 - Math.clz32(magnitude | 0xff))
  const mantissa = (magnitude >> (exponent === 0 ? 4 : exponent + 3)) & 0x0f
  return (sign | (exponent << 4) | mantissa) ^ 0x55
}

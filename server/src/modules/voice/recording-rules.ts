/** Bytes before the sound of a WAV file. */
export const wavHeaderBytes = 44

/** Header of a WAV file of PCM16. */
export function wavHeader(options: {
  readonly channels: number
  readonly sampleRate: number
  /** Undefined: not known yet, which readers take as "to the end". */
  readonly dataBytes: number | undefined
}): Uint8Array {
  const { channels, sampleRate, dataBytes } = options
  const bytes = new Uint8Array(wavHeaderBytes)
  const view = new DataView(bytes.buffer)
  const text = (at: number, value: string) => {
    for (const [index, letter] of value.split('').entries()) {
      view.setUint8(at + index, letter.charCodeAt(0))
    }
  }
  const unknown = 0xffff_ffff
  text(0, 'RIFF')
  view.setUint32(4, dataBytes === undefined ? unknown : dataBytes + wavHeaderBytes - 8, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, channels, true)
  view.setUint32(24, sampleRate, true)
  view.setUint32(28, sampleRate * channels * 2, true)
  view.setUint16(32, channels * 2, true)
  view.setUint16(34, 16, true)
  text(36, 'data')
  view.setUint32(40, dataBytes ?? unknown, true)
  return bytes
}

/** A WAV file of 16-bit samples at 8 kHz: a tone of its own on each channel, or silence for 0 Hz. */
export function makeWav(options: {
  readonly seconds: number
  /** Of each channel, in Hz. */
  readonly tones: readonly number[]
}): Buffer {
  const { seconds, tones } = options
  const rate = 8_000
  const frames = Math.round(seconds * rate)
  const bytesPerFrame = tones.length * 2
  const file = Buffer.alloc(44 + frames * bytesPerFrame)
  file.write('RIFF', 0)
  file.writeUInt32LE(file.length - 8, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(tones.length, 22)
  file.writeUInt32LE(rate, 24)
  file.writeUInt32LE(rate * bytesPerFrame, 28)
  file.writeUInt16LE(bytesPerFrame, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36)
  file.writeUInt32LE(frames * bytesPerFrame, 40)
  for (let frame = 0; frame < frames; frame += 1) {
    for (const [channel, hertz] of tones.entries()) {
      const sample = hertz === 0 ? 0 : Math.sin((2 * Math.PI * hertz * frame) / rate) * 8_000
      file.writeInt16LE(Math.round(sample), 44 + frame * bytesPerFrame + channel * 2)
    }
  }
  return file
}

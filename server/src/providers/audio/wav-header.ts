/** What a stream says whose length nobody knows yet. */
const unknownLength = 0xffffffff
const headerBytes = 44

/**
 * The 44 bytes before 16-bit mono samples. Without `dataBytes` both lengths are the largest there are,
 * as of a stream: players then read to its end.
 */
export function wavHeader({
  sampleRate,
  dataBytes,
}: {
  readonly sampleRate: number
  readonly dataBytes?: number | undefined
}): Buffer<ArrayBuffer> {
  const header = Buffer.alloc(headerBytes)
  header.write('RIFF', 0, 'latin1')
  header.writeUInt32LE(dataBytes === undefined ? unknownLength : headerBytes - 8 + dataBytes, 4)
  header.write('WAVEfmt ', 8, 'latin1')
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(sampleRate, 24)
  header.writeUInt32LE(sampleRate * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36, 'latin1')
  header.writeUInt32LE(dataBytes ?? unknownLength, 40)
  return header
}

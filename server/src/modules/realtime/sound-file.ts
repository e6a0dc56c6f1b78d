import { wavHeader } from '../../providers/audio/index.ts'
import type { Speech } from './speak.ts'

const muLawTag = 7

/** Header of a file of this sound; without `dataBytes` its length is open. */
function headerOf(
  { sampleRate, isMulaw }: Pick<Speech, 'sampleRate' | 'isMulaw'>,
  dataBytes?: number,
): Buffer {
  const header = wavHeader({ sampleRate, dataBytes })
  if (!isMulaw) return header
  header.writeUInt16LE(muLawTag, 20)
  header.writeUInt32LE(sampleRate, 28)
  header.writeUInt16LE(1, 32)
  header.writeUInt16LE(8, 34)
  return header
}

/** A whole WAV file. */
export async function fileOf(speech: Speech): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of speech.pieces) pieces.push(piece)
  const sound = Buffer.concat(pieces)
  return Buffer.concat([headerOf(speech, sound.length), sound])
}

/** The same, piece by piece as it is made. */
export async function* streamOf(speech: Speech): AsyncGenerator<Uint8Array> {
  yield headerOf(speech)
  yield* speech.pieces
}

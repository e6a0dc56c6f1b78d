import type { FileHandle } from 'node:fs/promises'

/** Containers that are told apart; what is inside is known after opening only. */
export const audioKinds = [
  'wav',
  'mp3',
  'mp4',
  'ogg',
  'webm',
  'flac',
  'amr',
  'aac',
  'aiff',
  'caf',
  'asf',
  'avi',
  'mpeg-ts',
  'mpeg-ps',
] as const
export type AudioKind = (typeof audioKinds)[number]

/** Enough for every signature below. */
const headBytes = 4_096
const tsPacketBytes = 188
/** Boxes a QuickTime file may begin with; the others begin with ftyp. */
const quickTimeBoxes = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot'])

/** What the first bytes say the file is, whatever its name. `bytes` may be longer or shorter. */
export function kindOfBytes(bytes: Uint8Array): AudioKind | undefined {
  const text = (from: number, to: number) =>
    Buffer.from(bytes.subarray(from, to)).toString('latin1')
  const first = text(0, 4)
  if (['RIFF', 'RIFX', 'RF64'].includes(first)) {
    const form = text(8, 12)
    return form === 'WAVE' ? 'wav' : form === 'AVI ' ? 'avi' : undefined
  }
  if (first === 'OggS') return 'ogg'
  if (first === 'fLaC') return 'flac'
  if (first === 'caff') return 'caf'
  if (first === 'FORM') return ['AIFF', 'AIFC'].includes(text(8, 12)) ? 'aiff' : undefined
  if (text(0, 6) === '#!AMR\n' || text(0, 9) === '#!AMR-WB\n') return 'amr'
  if (quickTimeBoxes.has(text(4, 8))) return 'mp4'
  const number = Buffer.from(bytes.subarray(0, 4)).toString('hex')
  if (number === '1a45dfa3') return 'webm'
  if (number === '3026b275') return 'asf'
  if (number === '000001ba') return 'mpeg-ps'
  if (bytes[0] === 0x47 && bytes[tsPacketBytes] === 0x47) return 'mpeg-ts'
  return kindOfSync(bytes)
}

/** MPEG audio without a container begins with eleven set bits. */
function kindOfSync(bytes: Uint8Array): AudioKind | undefined {
  const [first = 0, second = 0, third = 0] = bytes
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return undefined
  const layer = (second >> 1) & 3
  if (layer === 0) return (second & 0xf6) === 0xf0 ? 'aac' : undefined
  const bitRate = third >> 4
  const rate = (third >> 2) & 3
  return bitRate !== 15 && rate !== 3 ? 'mp3' : undefined
}

/** The same of a file; a tag in front of it is skipped. */
export async function kindOfFile(file: FileHandle): Promise<AudioKind | undefined> {
  const head = await readAt(file, 0)
  const tagBytes = sizeOfId3(head)
  if (tagBytes === undefined) return kindOfBytes(head)
  return kindOfBytes(await readAt(file, tagBytes)) ?? 'mp3'
}

/** ID3v2: ten bytes, four of them the size of the rest with seven bits each. */
function sizeOfId3(bytes: Uint8Array): number | undefined {
  if (Buffer.from(bytes.subarray(0, 3)).toString('latin1') !== 'ID3' || bytes.length < 10) return
  return 10 + [...bytes.subarray(6, 10)].reduce((size, byte) => size * 128 + (byte & 127), 0)
}

async function readAt(file: FileHandle, position: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read({
    buffer: new Uint8Array(headBytes),
    position,
  })
  return buffer.subarray(0, bytesRead)
}

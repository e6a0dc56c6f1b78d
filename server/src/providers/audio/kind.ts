import type { FileHandle } from 'node:fs/promises'

/** Containers that are told apart; what is inside is known after opening only. */
const audioKinds = [
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
const quickTimeBoxes = ['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot']

type Signature = readonly [kind: AudioKind, ...marks: (readonly [at: number, text: string])[]]

/** A file is of a kind when all of its marks are there; the first that fits counts. */
const signatures: readonly Signature[] = [
  ...['RIFF', 'RIFX', 'RF64'].flatMap((form): Signature[] => [
    ['wav', [0, form], [8, 'WAVE']],
    ['avi', [0, form], [8, 'AVI ']],
  ]),
  ['aiff', [0, 'FORM'], [8, 'AIFF']],
  ['aiff', [0, 'FORM'], [8, 'AIFC']],
  ['ogg', [0, 'OggS']],
  ['flac', [0, 'fLaC']],
  ['caf', [0, 'caff']],
  ['amr', [0, '#!AMR\n']],
  ['amr', [0, '#!AMR-WB\n']],
  ...quickTimeBoxes.map((box): Signature => ['mp4', [4, box]]),
  ['webm', [0, '\x1a\x45\xdf\xa3']],
  ['asf', [0, '\x30\x26\xb2\x75']],
  ['mpeg-ps', [0, '\0\0\x01\xba']],
  ['mpeg-ts', [0, 'G'], [tsPacketBytes, 'G']],
]

/** What the first bytes say the file is, whatever its name. `bytes` may be longer or shorter. */
export function kindOfBytes(bytes: Uint8Array): AudioKind | undefined {
  const head = Buffer.from(bytes.subarray(0, headBytes)).toString('latin1')
  const found = signatures.find(([, ...marks]) =>
    marks.every(([at, text]) => head.startsWith(text, at)),
  )
  return found?.[0] ?? kindOfSync(bytes)
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

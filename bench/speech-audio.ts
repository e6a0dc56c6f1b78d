import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeAudio, pcmRate } from '../server/src/providers/audio/index.ts'
import { toWavFile } from '../server/src/providers/stt/wav-file.ts'
import { type Clip, cleanClips, phoneClips } from '../server/test/audio/clips.ts'

/** As between the sentences of a call. */
const pauseMs = 500
/** Longer, so that no utterance holds the end of one kind and the beginning of the other. */
const pauseBetweenKindsMs = 1_500

/** All clips of the tests as one recording: first the clean ones, then those by telephone. */
export type JoinedClips = {
  readonly file: string
  readonly seconds: number
  /** What begins later is of the telephone. */
  readonly phoneStartMs: number
}

export async function joinClips(folder: string): Promise<JoinedClips> {
  const clean = await partsOf(cleanClips)
  const between = silence(pauseBetweenKindsMs)
  const phoneStart = lengthOf([...clean, between])
  const audio = concat([...clean, between, ...(await partsOf(phoneClips))])
  const file = join(folder, 'clips.wav')
  await writeFile(file, toWavFile(audio))
  return { file, seconds: audio.length / pcmRate, phoneStartMs: (phoneStart / pcmRate) * 1_000 }
}

async function partsOf(clips: readonly Clip[]): Promise<Float32Array[]> {
  const parts: Float32Array[] = []
  for (const { file } of clips) {
    for await (const chunk of decodeAudio(file)) parts.push(chunk)
    parts.push(silence(pauseMs))
  }
  return parts
}

const silence = (ms: number) => new Float32Array((ms / 1_000) * pcmRate)
const lengthOf = (parts: readonly Float32Array[]) =>
  parts.reduce((sum, part) => sum + part.length, 0)

function concat(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(lengthOf(parts))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

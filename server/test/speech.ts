import { fileURLToPath } from 'node:url'
import { silentLog } from '../src/platform/log.ts'
import { decodeAudio } from '../src/providers/audio/index.ts'
import { openModelStore } from '../src/providers/models/index.ts'

/** Kept in the checkout for the next run. */
export const modelsOfTests = fileURLToPath(new URL('../../.cache/models', import.meta.url))

/** The real models, fetched once. */
export const testModels = openModelStore({
  folder: modelsOfTests,
  log: silentLog,
})

/** Recordings one after the other with pauses between, in memory. */
export async function joinAudio(files: readonly string[], pauseMs = 1_200): Promise<Float32Array> {
  const pause = new Float32Array(pauseMs * 16)
  const parts: Float32Array[] = [pause]
  for (const file of files) {
    for await (const chunk of decodeAudio(file, { decoder: 'library' })) parts.push(chunk)
    parts.push(pause)
  }
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

export const lengthMs = (audio: Float32Array): number => audio.length / 16

/** As a decoder hands it out: in chunks of a quarter of a second, from `startMs` on. */
export async function* inChunks(audio: Float32Array, startMs = 0): AsyncGenerator<Float32Array> {
  for (let at = startMs * 16; at < audio.length; at += 4_000) yield audio.subarray(at, at + 4_000)
}

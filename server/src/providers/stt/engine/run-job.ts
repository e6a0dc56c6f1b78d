import { toSegment } from './estimate-words.ts'
import type { Job, ModelFiles, Progress } from './messages.ts'
import type { DetectedLanguage, Recogniser } from './recogniser.ts'
import { findUtterances, type Utterance } from './utterances.ts'
import { frameMs, frameSamples, type VoiceActivity } from './vad.ts'

export type LoadedModels = {
  readonly voiceActivity: (file: string) => Promise<VoiceActivity>
  readonly recogniser: (files: ModelFiles) => Promise<Recogniser>
}

/** This much speech tells a language well; a shorter recording is judged by what it has. */
const detectionSamples = 8 * 16_000
/** The position is reported at least this often while nobody speaks. */
const quietFrames = Math.round(30_000 / frameMs)

/** Transcribes one channel; reports after each utterance. Answers the last position. */
export async function runJob(
  job: Job,
  audio: AsyncIterable<Float32Array>,
  models: LoadedModels,
  report: (part: Progress) => void,
): Promise<Progress> {
  const voice = await models.voiceActivity(job.voiceActivity)
  voice.reset()
  const finder = findUtterances()
  const speaker = speakerOf(job, models)
  let reported = 0

  async function take(utterance: Utterance | undefined, isEnd: boolean): Promise<void> {
    const segments = await speaker.take(utterance, isEnd)
    if (segments === 'waiting') return
    const settled = finder.settledFrame()
    if (segments.length === 0 && settled - reported < quietFrames) return
    reported = settled
    report(toPart(segments, settled))
  }

  function toPart(segments: Progress['segments'], frame: number): Progress {
    const shifted = segments.map((segment) => shift(segment, job.startMs))
    return { segments: shifted, doneMs: job.startMs + frame * frameMs, ...speaker.facts() }
  }

  let frames = 0
  for await (const frame of toFrames(audio)) {
    frames++
    await take(finder.push(frame, await voice.probability(frame)), false)
  }
  await take(finder.end(), true)
  return toPart([], frames)
}

type Segments = Progress['segments']

/** Holds utterances back until the language is known, then hears each with the model for it. */
function speakerOf(job: Job, models: LoadedModels) {
  const { others, english } = job
  const waiting: Utterance[] = []
  let detected: DetectedLanguage | undefined = job.language
    ? { language: job.language, probability: 1 }
    : others
      ? undefined
      : { language: 'en', probability: 0 }

  const files = () =>
    detected === undefined || detected.language === 'en' ? english : (others ?? english)

  async function detect(): Promise<void> {
    if (!others || waiting.length === 0) return
    const recogniser = await models.recogniser(others)
    const sample = joinUtterances(waiting)
    detected = await recogniser.detectLanguage?.(sample)
  }

  async function hear(utterance: Utterance): Promise<Segments> {
    const recogniser = await models.recogniser(files())
    const heard = await recogniser.hear(utterance.audio, detected?.language ?? 'en')
    return hasWords(heard.text) ? [toSegment(utterance, heard)] : []
  }

  return {
    facts: () => ({
      language: detected?.language,
      languageConfidence: detected?.probability || undefined,
      model: files().name,
    }),
    async take(utterance: Utterance | undefined, isEnd: boolean): Promise<Segments | 'waiting'> {
      if (utterance) waiting.push(utterance)
      if (!detected) {
        const samples = waiting.reduce((sum, { audio }) => sum + audio.length, 0)
        if (samples < detectionSamples && !isEnd) return samples > 0 ? 'waiting' : []
        await detect()
      }
      const segments: Segments[] = []
      for (const each of waiting.splice(0)) segments.push(await hear(each))
      return segments.flat()
    },
  }
}

/** A lone dot or dash is what models make of breath. */
const hasWords = (text: string) => /[\p{L}\p{N}]/u.test(text)

function joinUtterances(utterances: readonly Utterance[]): Float32Array {
  const limit = 28 * 16_000
  const all = new Float32Array(
    Math.min(
      limit,
      utterances.reduce((sum, { audio }) => sum + audio.length, 0),
    ),
  )
  let at = 0
  for (const { audio } of utterances) {
    const part = audio.subarray(0, all.length - at)
    all.set(part, at)
    at += part.length
  }
  return all
}

function shift(segment: Segments[number], byMs: number): Segments[number] {
  if (byMs === 0) return segment
  return {
    ...segment,
    startMs: segment.startMs + byMs,
    endMs: segment.endMs + byMs,
    words: segment.words.map((word) => ({
      ...word,
      startMs: word.startMs + byMs,
      endMs: word.endMs + byMs,
    })),
  }
}

/** Chunks of any length as frames of 32 ms; the last one is filled up with silence. */
async function* toFrames(audio: AsyncIterable<Float32Array>): AsyncGenerator<Float32Array> {
  let frame = new Float32Array(frameSamples)
  let filled = 0
  for await (const chunk of audio) {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + frameSamples - filled)
      frame.set(part, filled)
      filled += part.length
      at += part.length
      if (filled < frameSamples) continue
      yield frame
      frame = new Float32Array(frameSamples)
      filled = 0
    }
  }
  if (filled > 0) yield frame
}

import { readFileSync } from 'node:fs'
import { silentLog } from '../server/src/platform/log.ts'
import { decodeAudio, readAudioFacts } from '../server/src/providers/audio/index.ts'
import type { ModelStore } from '../server/src/providers/models/index.ts'
import { openEmbedded } from '../server/src/providers/stt/embedded.ts'
import type { Segment } from '../server/src/providers/stt/index.ts'
import type { EmbeddedModel } from '../server/src/providers/stt/plan-job.ts'
import { cleanClips, phoneClips, wordErrors } from '../server/test/audio/clips.ts'
import type { JoinedClips } from './speech-audio.ts'

export type EngineFigures = {
  readonly model: EmbeddedModel
  /** Time from the file to its last word, over the length of its audio. */
  readonly factor: number
  /** Processor time of the process that runs the model, over the length of the audio. */
  readonly cpuFactor: number
  /** Shares of words, 0..1 and more. */
  readonly cleanErrors: number
  readonly phoneErrors: number
  /** Peak of that process. */
  readonly megabytes: number
}

/** What a recording goes through: its file is decoded for its facts, then decoded and heard. */
export async function measureEngine(
  model: EmbeddedModel,
  models: ModelStore,
  clips: JoinedClips,
): Promise<EngineFigures> {
  const stt = openEmbedded({ models, log: silentLog, englishModel: model })
  const hear = async (file: string) => {
    const { durationMs } = await readAudioFacts(file)
    const heard: Segment[] = []
    const audio = decodeAudio(file)
    for await (const part of stt.transcribe({ audio, durationMs, language: 'en' })) {
      heard.push(...part.segments)
    }
    return heard
  }
  try {
    // Loading the model is not hearing: one short clip first.
    await hear(phoneClips[0]?.file ?? clips.file)
    const started = performance.now()
    const cpuBefore = cpuMsOf(stt.processId())
    const heard = await hear(clips.file)
    const audioMs = clips.seconds * 1_000
    const isPhone = ({ startMs }: Segment) => startMs >= clips.phoneStartMs
    return {
      model,
      factor: (performance.now() - started) / audioMs,
      cpuFactor: (cpuMsOf(stt.processId()) - cpuBefore) / audioMs,
      cleanErrors: errorsOf(
        heard.filter((segment) => !isPhone(segment)),
        cleanClips,
      ),
      phoneErrors: errorsOf(heard.filter(isPhone), phoneClips),
      megabytes: peakMegabytesOf(stt.processId()),
    }
  } finally {
    await stt.close()
  }
}

function errorsOf(heard: readonly Segment[], clips: readonly { readonly text: string }[]): number {
  const join = (parts: readonly { readonly text: string }[]) =>
    parts.map(({ text }) => text).join(' ')
  const { errors, words } = wordErrors(join(heard), join(clips))
  return errors / words
}

/** Linux: user and system time in ticks of 10 ms, fields 14 and 15. */
function cpuMsOf(processId: number | undefined): number {
  const fields = readFileSync(`/proc/${processId}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

function peakMegabytesOf(processId: number | undefined): number {
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))
  return Number(peak?.[1] ?? 0) / 1_024
}

import { fileURLToPath } from 'node:url'
import { silentLog } from '../server/src/platform/log.ts'
import { openModelStore } from '../server/src/providers/models/index.ts'
import { openEmbedded } from '../server/src/providers/stt/embedded.ts'
import { openEmbeddedVoice } from '../server/src/providers/tts/embedded.ts'
import { openCall, percentile, readSpeech, speak, waitForQuiet } from './voice-calls.ts'

const modelsDir = fileURLToPath(new URL('../.cache/models', import.meta.url))
const turns = 5
const answerWithinMs = 6_000

/** Medians in milliseconds since the caller's last sound. */
export type EmbeddedStages = {
  readonly voice: string
  readonly endOfTurnMs: number
  readonly transcriptionMs: number
  readonly firstTokenMs: number
  readonly firstAudioMs: number
  /** The slowest of all turns. */
  readonly worstMs: number
}

/** Questions to the engines of this machine: Moonshine hears, and the voice of that model speaks. */
export async function measureEmbedded(model: 'kokoro' | 'basic'): Promise<EmbeddedStages> {
  const models = openModelStore({ folder: modelsDir, log: silentLog })
  const stt = openEmbedded({ models, log: silentLog })
  const tts = openEmbeddedVoice({ models, log: silentLog, model })
  try {
    await Promise.all([stt.prepare?.('en'), tts.prepare('en')])
    let count = 0
    // Never twice the same, so that nothing comes from memory.
    const answer = () => {
      count += 1
      return `The team plan costs ${20 + count} euros for each person and month. That is from plans and prices.`
    }
    const call = await openCall({ stt, tts, answer })
    const speech = await readSpeech(1_800)
    const measured: number[] = []
    for (let turn = 0; turn <= turns; turn += 1) {
      await waitForQuiet(call)
      call.firstAudioAt = undefined
      const endedAt = await speak(call, speech, answerWithinMs)
      if (turn > 0 && call.firstAudioAt !== undefined) measured.push(call.firstAudioAt - endedAt)
    }
    await call.talk.close()
    if (measured.length < turns) throw new Error(`Only ${measured.length} questions were answered.`)
    // The first ones are for warming up.
    const timingsOf = (speaker: 'user' | 'agent') =>
      call.turns
        .filter((turn) => turn.speaker === speaker)
        .slice(1)
        .map(({ timings }) => timings)
    const median = (values: readonly (number | undefined)[]) =>
      percentile(
        values.filter((value) => value !== undefined),
        0.5,
      )
    const heard = timingsOf('user')
    const endOfTurnMs = median(heard.map((timings) => timings.endOfTurnMs))
    return {
      voice: model,
      endOfTurnMs,
      transcriptionMs: median(heard.map((timings) => timings.transcriptionMs)),
      firstTokenMs: endOfTurnMs + median(timingsOf('agent').map(({ modelMs }) => modelMs)),
      firstAudioMs: percentile(measured, 0.5),
      worstMs: Math.max(...measured),
    }
  } finally {
    await Promise.all([stt.close(), tts.close()])
    await models.close()
  }
}

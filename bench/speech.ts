import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { silentLog } from '../server/src/platform/log.ts'
import { decodeAudio, pcmRate } from '../server/src/providers/audio/index.ts'
import { openModelStore } from '../server/src/providers/models/index.ts'
import { openEmbedded } from '../server/src/providers/stt/embedded.ts'
import { type EmbeddedModel, embeddedModels } from '../server/src/providers/stt/plan-job.ts'
import { type Clip, cleanClips, phoneClips, wordErrors } from '../server/test/audio/clips.ts'
import { describeMachine } from './machine.ts'

/** Of the issue: what must hold on two cores. */
const bars: Readonly<
  Record<EmbeddedModel, { factor: number | undefined; megabytes: number | undefined }>
> = {
  'moonshine-tiny': { factor: 0.1, megabytes: 1_024 },
  'whisper-base': { factor: undefined, megabytes: undefined },
  'whisper-small': { factor: 0.35, megabytes: undefined },
}
/** As between the sentences of a call. */
const pauseMs = 500

type Row = {
  readonly model: EmbeddedModel
  readonly factor: number
  readonly cpuFactor: number
  readonly cleanErrors: number
  readonly phoneErrors: number
  readonly megabytes: number
}

/** Real-time factor, word errors and memory of each embedded engine, on the clips of the tests. */
export async function benchSpeech(
  only: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  const models = openModelStore({
    folder: fileURLToPath(new URL('../.cache/models', import.meta.url)),
    log: silentLog,
  })
  const rows: Row[] = []
  for (const model of embeddedModels) {
    if (only.length > 0 && !only.includes(model)) continue
    if (!(await models.has(model))) say(`fetching ${model}`)
    await models.get(model)
    say(`measuring ${model}`)
    rows.push(await measure(model))
  }
  say(toTable(rows))
  for (const fact of await describeMachine()) say(fact)

  async function measure(model: EmbeddedModel): Promise<Row> {
    const stt = openEmbedded({ models, log: silentLog, englishModel: model })
    const hear = async (clips: readonly Clip[]) => {
      const audio = await joinClips(clips)
      let heard = ''
      for await (const { segments } of stt.transcribe({ audio: inChunks(audio), language: 'en' })) {
        heard += segments.map(({ text }) => ` ${text}`).join('')
      }
      const { errors, words } = wordErrors(heard, clips.map(({ text }) => text).join(' '))
      return { seconds: audio.length / pcmRate, errors: errors / words }
    }
    try {
      // Loading the model is not hearing: one short clip first.
      await hear(phoneClips.slice(0, 1))
      const started = performance.now()
      const cpuBefore = cpuMsOf(stt.processId())
      const clean = await hear(cleanClips)
      const phone = await hear(phoneClips)
      const audioMs = (clean.seconds + phone.seconds) * 1_000
      return {
        model,
        factor: (performance.now() - started) / audioMs,
        cpuFactor: (cpuMsOf(stt.processId()) - cpuBefore) / audioMs,
        cleanErrors: clean.errors,
        phoneErrors: phone.errors,
        megabytes: peakMegabytesOf(stt.processId()),
      }
    } finally {
      await stt.close()
    }
  }
}

async function joinClips(clips: readonly Clip[]): Promise<Float32Array> {
  const parts: Float32Array[] = []
  for (const { file } of clips) {
    for await (const chunk of decodeAudio(file)) parts.push(chunk)
    parts.push(new Float32Array((pauseMs / 1_000) * pcmRate))
  }
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

async function* inChunks(audio: Float32Array): AsyncGenerator<Float32Array> {
  for (let at = 0; at < audio.length; at += pcmRate) yield audio.subarray(at, at + pcmRate)
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

function toTable(rows: readonly Row[]): string {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`
  const cells = rows.map(({ model, factor, cpuFactor, cleanErrors, phoneErrors, megabytes }) => [
    model,
    factor.toFixed(3),
    cpuFactor.toFixed(3),
    percent(cleanErrors),
    percent(phoneErrors),
    `${Math.round(megabytes)} MB`,
    verdictOf(model, factor, megabytes),
  ])
  const head = ['model', 'RTF', 'CPU/audio', 'WER clean', 'WER phone', 'memory', 'bar']
  return [head, head.map(() => '---'), ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

function verdictOf(model: EmbeddedModel, factor: number, megabytes: number): string {
  const bar = bars[model]
  const verdicts: string[] = []
  const judge = (holds: boolean, what: string) =>
    verdicts.push(`${holds ? 'holds' : 'MISSES'} ${what}`)
  if (bar.factor !== undefined) judge(factor <= bar.factor, `RTF ≤ ${bar.factor}`)
  if (bar.megabytes !== undefined) judge(megabytes <= bar.megabytes, `≤ ${bar.megabytes} MB`)
  return verdicts.join('; ')
}

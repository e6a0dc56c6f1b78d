import { writeFile } from 'node:fs/promises'
import type { EmbeddedModel } from '../server/src/providers/stt/plan-job.ts'
import type { EngineFigures } from './speech-engines.ts'
import type { ReadFigures } from './speech-reads.ts'

const file = new URL('../docs/benchmarks-speech.md', import.meta.url)

/** What must hold on two cores. */
const bars: Readonly<
  Record<EmbeddedModel, { factor?: number; megabytes?: number; clean?: number; phone?: number }>
> = {
  'moonshine-tiny': { factor: 0.1, megabytes: 1_024, clean: 0.03, phone: 0.06 },
  'whisper-base': { clean: 0.03, phone: 0.06 },
  'whisper-small': { factor: 0.35, clean: 0.03, phone: 0.06 },
}
const readBarMs = 50

export type SpeechReport = {
  readonly seconds: number
  readonly engines: readonly EngineFigures[]
  /** Undefined when the default model was not among those asked for. */
  readonly reads: ReadFigures | undefined
  readonly machine: readonly string[]
}

/** The figures, as a page and as what the command prints. */
export function toSpeechText({ engines, reads, machine }: SpeechReport): string {
  const facts = machine.map((fact) => `- ${fact}`).join('\n')
  return [toTable(engines), ...(reads ? [toReadText(reads)] : []), facts].join('\n\n')
}

/** Writes docs/benchmarks-speech.md. */
export async function writeSpeechDocument(report: SpeechReport, command: string): Promise<void> {
  const page = `# Speech to text on this machine

Written by \`${command}\`. Repeat it on your own machine; only figures of one run can be compared.

One file of ${Math.round(report.seconds)} seconds, 16 kHz: five readings of a novel (*clean*) and fourteen telephone
announcements (*phone*) of \`server/test/audio\`, with pauses between. It goes through what a recording goes
through: decoded once for its facts, then decoded again and heard. Starting the model is not in the figures.

*RTF* is the time from the file to its last word over the length of the audio; *CPU/audio* the processor
time of the process that runs the model over the same length; *WER* the share of words that are wrong,
missing or too many; *memory* the peak of that process.

${toSpeechText(report)}
`
  await writeFile(file, page)
}

function toTable(engines: readonly EngineFigures[]): string {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`
  const rows = engines.map((one) => [
    one.model,
    one.factor.toFixed(3),
    one.cpuFactor.toFixed(3),
    percent(one.cleanErrors),
    percent(one.phoneErrors),
    `${Math.round(one.megabytes)} MB`,
    verdictOf(one),
  ])
  const head = ['model', 'RTF', 'CPU/audio', 'WER clean', 'WER phone', 'memory', 'bar']
  const rule = ['---', '---:', '---:', '---:', '---:', '---:', '---']
  return [head, rule, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

function verdictOf({ model, ...is }: EngineFigures): string {
  const { factor, megabytes, clean, phone } = bars[model]
  const verdicts: string[] = []
  const judge = (value: number, bar: number | undefined, what: string) => {
    if (bar !== undefined) verdicts.push(`${value <= bar ? 'holds' : 'MISSES'} ${what}`)
  }
  judge(is.factor, factor, `RTF ≤ ${factor}`)
  judge(is.megabytes, megabytes, `≤ ${megabytes} MB`)
  judge(is.cleanErrors, clean, 'clean ≤ 3 %')
  judge(is.phoneErrors, phone, 'phone ≤ 6 %')
  return verdicts.join('; ')
}

function toReadText({ ratePerSecond, recordings, quiet, busy, busySeconds }: ReadFigures): string {
  const ms = (value: number) => value.toFixed(1)
  const verdict = busy.p99Ms < readBarMs ? 'holds' : 'MISSES'
  return `Reading a contact over HTTP, ${ratePerSecond} requests a second, from the real server with all its defaults:

| while | requests | p50 ms | p99 ms | bar |
| --- | ---: | ---: | ---: | --- |
| nothing else happens | ${quiet.count} | ${ms(quiet.p50Ms)} | ${ms(quiet.p99Ms)} | |
| ${recordings} recordings are transcribed, one after the other (${Math.round(busySeconds)} s) | ${busy.count} | ${ms(busy.p50Ms)} | ${ms(busy.p99Ms)} | ${verdict} p99 < ${readBarMs} ms |`
}

import { writeFile } from 'node:fs/promises'
import { capacityOf, overheadOf, type VoiceReport } from './voice.ts'
import { endOfTurnMs } from './voice-calls.ts'

const file = new URL('../docs/benchmarks-voice.md', import.meta.url)

const bars = { overheadP50: 20, overheadP95: 50, calls: 20, memoryMb: 10, answerMs: 2_500 }
/** Beyond it, the loop is too busy to take turns well. */
const loopLimitMs = 20

/** Each bar with what was measured. */
function judged(report: VoiceReport) {
  const { p50, p95 } = overheadOf(report.overheadMs)
  const { calls, memoryMb } = capacityOf(report.loads, loopLimitMs)
  const [answer] = report.embedded
  const answerMs = answer?.firstAudioMs ?? Number.NaN
  return [
    ['overhead, p50', `${p50.toFixed(0)} ms`, `≤ ${bars.overheadP50} ms`, p50 <= bars.overheadP50],
    ['overhead, p95', `${p95.toFixed(0)} ms`, `≤ ${bars.overheadP95} ms`, p95 <= bars.overheadP95],
    ['calls at once', String(calls), `≥ ${bars.calls}`, calls >= bars.calls],
    [
      'memory of a call',
      `${memoryMb.toFixed(1)} MB`,
      `≤ ${bars.memoryMb} MB`,
      memoryMb <= bars.memoryMb,
    ],
    [
      'question to first audible answer',
      `${answerMs.toFixed(0)} ms`,
      `≤ ${bars.answerMs} ms`,
      answerMs <= bars.answerMs,
    ],
  ] as const
}

export function holdsVoiceBars(report: VoiceReport): boolean {
  return judged(report).every(([, , , holds]) => holds)
}

/** The figures, as a page and as what the command prints. */
export function toVoiceText(report: VoiceReport): string {
  const { loads, embedded, isPinned, machine } = report
  const verdicts = judged(report).map(
    ([what, is, bar, holds]) => `| ${what} | ${is} | ${holds ? 'holds' : 'MISSES'} ${bar} |`,
  )
  const loadRows = loads.map(
    ({ calls, loopP99Ms, cpu, rssMb }) =>
      `| ${calls} | ${loopP99Ms.toFixed(1)} | ${(cpu * 100).toFixed(0)} % | ${rssMb.toFixed(0)} |`,
  )
  const stageRows = embedded.map(
    ({ voice, endOfTurnMs: end, transcriptionMs, firstTokenMs, firstAudioMs, worstMs }) =>
      `| ${voice} | ${[end, transcriptionMs, firstTokenMs, firstAudioMs, worstMs].map((ms) => ms.toFixed(0)).join(' | ')} |`,
  )
  return [
    ['| | measured | bar |', '| --- | ---: | --- |', ...verdicts].join('\n'),
    [
      `Calls at once${isPinned ? ', all on one core' : ''}, each of them talking without a break:`,
      '',
      '| calls | event loop p99, ms | of a core | memory of the process, MB |',
      '| ---: | ---: | ---: | ---: |',
      ...loadRows,
    ].join('\n'),
    [
      'Engines of this machine, milliseconds since the caller’s last sound (medians, and the slowest answer):',
      '',
      '| voice | end of turn | transcription | first word of the answer | first sound | slowest |',
      '| --- | ---: | ---: | ---: | ---: | ---: |',
      ...stageRows,
    ].join('\n'),
    machine.map((fact) => `- ${fact}`).join('\n'),
  ].join('\n\n')
}

/** Writes docs/benchmarks-voice.md. */
export async function writeVoiceDocument(report: VoiceReport, command: string): Promise<void> {
  const page = `# Live voice, measured

Written by \`${command}\`. Repeat it on your own machine; only figures of one run can be compared.

A caller speaks and is silent in real time, ${report.overheadMs.length} turns: the last seconds of a reading, cut after its last loud
sample. *Overhead* is the time from that sample to the first sound of the answer, less the configured quiet
before an answer (${endOfTurnMs} ms), over engines that tell speech from noise, hear, think and speak at once: end
of turn, turn-taking and playout are real. *Calls at once* is the highest number at which the 99th percentile of the
event loop's delay stays within ${loopLimitMs} ms; one process does everything, the callers' side too. *Memory of a call* is the
growth of the process from one call to that many, after a garbage collection. *First audible answer* is with
Moonshine and Kokoro on this machine, loaded before, and rules in place of a language model.

${toVoiceText(report)}
`
  await writeFile(file, page)
}

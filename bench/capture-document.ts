import { writeFile } from 'node:fs/promises'
import type { CaptureReport } from './capture.ts'
import { toMarkdown } from './report.ts'

const file = new URL('../docs/benchmarks-call-capture.md', import.meta.url)

/** The figures, as a page and as what the command prints. */
export function toCaptureText(report: CaptureReport): string {
  const { line, steady, crowded, kills, machine, holds } = report
  const ms = (value: number) => value.toFixed(1)
  return `${toMarkdown([line])}

- Throughput: **${line.throughputRatio.toFixed(2)}×** the floor's at concurrency ${line.concurrency} (bar ≥ 0.8×)
- 500 requests a second: p50 ${ms(steady.p50Ms)} ms, **p99 ${ms(steady.p99Ms)} ms** (bar < 50 ms), slowest ${ms(steady.maxMs)} ms
- The same when the day has tens of thousands of calls already, which are counted for the reports beside: p50 ${ms(crowded.p50Ms)} ms, p99 ${ms(crowded.p99Ms)} ms
${kills
  .map(
    ({ killed, acknowledged, lost, doubled }) =>
      `- \`kill -9\` of ${killed} under load: ${acknowledged} calls acknowledged, **${lost} lost**, ${doubled} doubled`,
  )
  .join('\n')}
${machine.map((fact) => `- ${fact}`).join('\n')}

${holds ? 'All bars hold in this run.' : 'A bar is missed in this run.'}`
}

/** Writes docs/benchmarks-call-capture.md. */
export async function writeCaptureDocument(report: CaptureReport, command: string): Promise<void> {
  const page = `# Call capture beside one INSERT

Written by \`${command}\`. Repeat it on your own machine; only figures of one run can be compared.

**Parley** is the real server with everything on: keys, checks, contacts and employees found by number,
follow-up tasks, repeats recognised, bodies kept, events and their relay, request log, log lines and
metrics. **The floor** is a bare \`node:http\` handler that does one INSERT per request into the same
table with the same indexes, and nothing else. Both commit to the same embedded PostgreSQL with fsync
on before they answer. Parley commits the calls of one moment together, at most two batches at a time.

The calls: ids of their own, from 20 members to 20,000 contacts; every twentieth is with somebody unknown,
who becomes a contact, and every tenth makes a follow-up task.

${toCaptureText(report)}
`
  await writeFile(file, page)
}

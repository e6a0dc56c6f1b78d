import { writeFile } from 'node:fs/promises'
import type { CrmReport } from './crm.ts'
import { type Line, toMarkdown } from './report.ts'

const file = new URL('../docs/benchmarks.md', import.meta.url)
const idleBarMb = 200

/** Writes docs/benchmarks.md: whoever repeats the command gets figures to compare. */
export async function writeDocument(report: CrmReport, command: string): Promise<void> {
  await writeFile(file, `${textOf(report, command)}\n`)
}

function textOf({ lines, idle, machine, sizes }: CrmReport, command: string): string {
  const count = (value: number) => value.toLocaleString('en')
  const idleMb = Math.round(idle.nodeMb + idle.postgresMb)
  return `# Benchmarks

Written by \`${command}\`. Repeat it on your own machine; only figures of one run can be compared.
On pages of their own: [call capture](benchmarks-call-capture.md), [speech to text](benchmarks-speech.md), [webhooks](benchmarks-webhooks.md),
[campaigns](benchmarks-campaigns.md) and [live voice](benchmarks-voice.md).

## The CRM API beside the floor

One run alternates between two servers in short rounds. **Parley** is the real server, started as in
production: keys, limits, request log, log lines, metrics, events and their relay are on. **The floor**
is a bare \`node:http\` server that runs the same SQL with the same values through the same database
client and sends the same bytes, with no keys, limits, checks, logs or relay; for reads it even looks
up the values of its queries by the request's address. Both talk to the same embedded PostgreSQL with
production settings (fsync on). Replies to reads are compared byte by byte before each scenario.

Data: one workspace of ${count(sizes.contacts)} contacts, ${count(sizes.companies)} companies and ${count(sizes.deals)} deals ("100k"), and one of
${count(sizes.manyContacts)} contacts ("1M"). Names come from word lists and are unevenly frequent; *rare* is a first name
that about one in ten thousand bears, *common* one of the twenty most frequent family names, *misspelt*
a family name with one letter missing or two swapped.

${machine.map((fact) => `- ${fact}`).join('\n')}

How to read it: *at* is the number of requests under way at once; p50 and p99 are the client's
latencies, with the client on the same cores; *node ms* and *pg ms* are CPU milliseconds per request of
the server process and of all processes of PostgreSQL, work after the reply included (logs, relay,
autovacuum); *CPU* is Parley's sum over the floor's, the median of paired rounds.

${toMarkdown(lines)}

Idle memory of a new installation, node and PostgreSQL together, after ten quiet seconds: **${idleMb} MB**
(PSS; node ${Math.round(idle.nodeMb)}, PostgreSQL ${Math.round(idle.postgresMb)}; bar < ${idleBarMb}).

## Bars

${verdicts(lines, idleMb)}`
}

function verdicts(lines: readonly Line[], idleMb: number): string {
  const missed = lines.filter(({ verdict }) => verdict?.includes('MISSES'))
  const rows = missed.map(
    ({ name, concurrency, verdict }) => `- ${name}, at ${concurrency}: ${verdict}`,
  )
  if (idleMb >= idleBarMb) rows.push(`- Idle memory: ${idleMb} MB`)
  return rows.length === 0
    ? 'All hold in this run.'
    : `Missed in this run; all others hold:\n\n${rows.join('\n')}`
}

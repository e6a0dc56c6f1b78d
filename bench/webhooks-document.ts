import { writeFile } from 'node:fs/promises'
import { backlog, webhookBars, type WebhookReport } from './webhooks.ts'

const file = new URL('../docs/benchmarks-webhooks.md', import.meta.url)

/** The figures as Markdown, with what they have to be. */
export function toWebhooksText({ floor, lines, unloaded, machine }: WebhookReport): string {
  const rows = lines.map((line) => [
    line.name,
    String(line.deliveries),
    String(Math.round(line.perSecond)),
    line.nodeMs.toFixed(3),
    line.postgresMs.toFixed(3),
    `${line.cpuRatio.toFixed(2)}×`,
    line.transactions.toFixed(2),
    line.memoryMb.map((mb) => Math.round(mb)).join(', '),
  ])
  const head = ['', 'deliveries', 'a second', 'node ms', 'pg ms', 'CPU', 'transactions', 'node MB']
  const align = ['---', ...head.slice(1).map(() => '---:')]
  const table = [head, align, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
  const one = lines[0]
  const [, second = 0, , last = Infinity] =
    lines.find(({ name }) => name === backlog)?.memoryMb ?? []
  const verdict = (holds: boolean) => (holds ? 'holds' : 'MISSED')
  return [
    table,
    '',
    `- Floor (bodies from memory, signed and posted, nothing kept): ${Math.round(floor.perSecond)} a second, ${floor.cpuMs.toFixed(3)} ms of CPU each`,
    `- CPU per delivery at most ${webhookBars.cpuRatio}× the floor's: ${verdict((one?.cpuRatio ?? 9) <= webhookBars.cpuRatio)}`,
    `- At least ${webhookBars.perSecond} a second: ${verdict((one?.perSecond ?? 0) >= webhookBars.perSecond)}`,
    `- From commit to receipt, one event at a time: p50 ${unloaded.p50Ms.toFixed(1)} ms, p99 ${unloaded.p99Ms.toFixed(1)} ms (p50 at most ${webhookBars.p50Ms} ms: ${verdict(unloaded.p50Ms <= webhookBars.p50Ms)})`,
    `- The backlog drains without growth in memory (last quarter at most ${webhookBars.growth}× the second): ${verdict(last <= second * webhookBars.growth)}`,
    ...machine.map((fact) => `- ${fact}`),
    '',
  ].join('\n')
}

export async function writeWebhooksDocument(report: WebhookReport, command: string): Promise<void> {
  await writeFile(
    file,
    `# Webhooks, measured

Receiver, server and PostgreSQL on one machine; data of 1 KiB per event. Events are committed all at
once, and the time runs until the last 2xx is recorded. CPU is that of node and PostgreSQL together, for
everything from the event to the recorded attempt, as a multiple of a bare loop that signs and posts.
Memory is the highest of each quarter of that time. A first round warms the server up.

\`${command}\`

${toWebhooksText(report)}`,
  )
}

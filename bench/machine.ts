import { readFile } from 'node:fs/promises'
import { availableParallelism, loadavg, release, totalmem } from 'node:os'

/** What the figures were measured on, one fact a line. */
export async function describeMachine(postgresVersion?: string): Promise<string[]> {
  const cpuInfo = await readFile('/proc/cpuinfo', 'utf8')
  const model = /^model name\s*: (.+)$/m.exec(cpuInfo)?.[1] ?? 'unknown processor'
  const memoryGb = Math.round(totalmem() / 2 ** 30)
  return [
    `${availableParallelism()} cores (${model}), ${memoryGb} GB of memory, Linux ${release()}`,
    `Node ${process.versions.node}${postgresVersion ? `, PostgreSQL ${postgresVersion}` : ''}`,
    `Load average over the last minute at the end: ${loadavg()[0]?.toFixed(1)}`,
  ]
}

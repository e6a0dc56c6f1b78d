import { writeFile } from 'node:fs/promises'
import type { CrmReport } from './crm.ts'
import { toMarkdown } from './report.ts'

const file = new URL('../docs/benchmarks.md', import.meta.url)

export async function writeDocument(report: CrmReport, command: string): Promise<void> {
  const { lines, idle, machine } = report
  const { nodeMb, postgresMb } = idle
  const idleMb = nodeMb + postgresMb
  const text = `x ${command} ${machine.join()} ${idleMb} ${toMarkdown(lines)}`
  await writeFile(file, text)
}

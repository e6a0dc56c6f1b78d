import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { attemptsBar, type CampaignsReport } from './campaigns.ts'

const file = fileURLToPath(new URL('../docs/benchmarks-campaigns.md', import.meta.url))

export function toCampaignsText({ people, real, floor, kills, machine }: CampaignsReport): string {
  const ms = (value: number) => value.toFixed(2)
  const total = ({ nodeMs, postgresMs }: CampaignsReport['real']) => nodeMs + postgresMs
  const verdict = real.perSecond >= attemptsBar ? 'holds' : 'MISSES'
  return `| ${people} people | calls a second | node, ms of CPU a call | PostgreSQL | together |
|---|---|---|---|---|
| a campaign with all rules on | ${Math.round(real.perSecond)} (${verdict} ≥ ${attemptsBar}) | ${ms(real.nodeMs)} | ${ms(real.postgresMs)} | ${ms(total(real))} |
| the floor | ${Math.round(floor.perSecond)} | ${ms(floor.nodeMs)} | ${ms(floor.postgresMs)} | ${ms(total(floor))} |

${kills.people} people, ${kills.workers} processes, ${kills.killed} of them killed at moments of chance: ${kills.doubled} numbers
rang twice, ${kills.lost} never, in ${Math.round(kills.seconds)} s.

${machine.join('\n')}`
}

export async function writeCampaignsDocument(
  report: CampaignsReport,
  command: string,
): Promise<void> {
  const text = `# Campaigns, measured

\`${command}\` wrote this. A carrier in a process of its own connects simulated calls of a quarter of a second; a
tenth of the callees is busy. *A campaign with all rules on* is one dialing process: hours in the recipient's and
the campaign's time zone, consent, two lists of numbers not to call (10,000 entries), cap per person, pace, lines,
circuit breaker, the record of each call with its events, and counts. *The floor* takes people from a table, has
them called and notes the end, and does nothing else.

${toCampaignsText(report)}
`
  await writeFile(file, text)
}

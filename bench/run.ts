import { benchCrm } from './crm.ts'
import { writeDocument } from './document.ts'
import { readOptions, usage } from './options.ts'
import { toTable } from './report.ts'

const [what, ...parameters] = process.argv.slice(2)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

if (what === 'speech') {
  const { benchSpeech } = await import('./speech.ts')
  await benchSpeech(parameters, say)
} else if (what !== 'crm' || parameters.includes('--help')) {
  say(usage)
  process.exitCode = what === undefined || parameters.includes('--help') ? 0 : 1
} else {
  const options = readOptions(parameters)
  const report = await benchCrm(options, (line) => process.stderr.write(`${line}\n`))
  const { nodeMb, postgresMb } = report.idle
  say(`\n${toTable(report.lines)}\n`)
  say(
    `Idle memory: ${Math.round(nodeMb + postgresMb)} MB (node ${Math.round(nodeMb)}, PostgreSQL ${Math.round(postgresMb)})`,
  )
  for (const fact of report.machine) say(fact)
  if (options.write) await writeDocument(report, `npm run bench crm -- ${parameters.join(' ')}`)
}

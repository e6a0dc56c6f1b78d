import { benchCampaigns, campaignsUsage } from './campaigns.ts'
import { toCampaignsText, writeCampaignsDocument } from './campaigns-document.ts'
import { benchCapture, captureUsage } from './capture.ts'
import { toCaptureText, writeCaptureDocument } from './capture-document.ts'
import { benchCrm } from './crm.ts'
import { writeDocument } from './document.ts'
import { readOptions, usage } from './options.ts'
import { toTable } from './report.ts'
import { benchKnowledge, knowledgeUsage } from './knowledge.ts'
import { benchReports, reportsUsage } from './reports.ts'
import { toSpeechText, writeSpeechDocument } from './speech-document.ts'
import { benchSpeech, speechUsage } from './speech.ts'
import { benchVoice, voiceUsage } from './voice.ts'
import { holdsVoiceBars, toVoiceText, writeVoiceDocument } from './voice-document.ts'
import { benchWebhooks, webhooksUsage } from './webhooks.ts'
import { toWebhooksText, writeWebhooksDocument } from './webhooks-document.ts'

const [what, ...parameters] = process.argv.slice(2)
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const progress = (line: string): void => void process.stderr.write(`${line}\n`)
const asksForHelp = parameters.includes('--help')
const command = `npm run bench ${what} -- ${parameters.join(' ')}`

if (what === 'speech' && !asksForHelp) {
  const report = await benchSpeech(parameters, progress)
  say(toSpeechText(report))
  if (parameters.includes('--write')) await writeSpeechDocument(report, command)
} else if (what === 'analysis' && !asksForHelp) {
  const { benchAnalysis } = await import('./analysis.ts')
  const [count] = parameters
  if (!(await benchAnalysis(say, count === undefined ? undefined : Number(count)))) {
    process.exitCode = 1
  }
} else if (what === 'reports' && !asksForHelp) {
  if (!(await benchReports(say))) process.exitCode = 1
} else if (what === 'knowledge' && !asksForHelp) {
  if (!(await benchKnowledge(say))) process.exitCode = 1
} else if (what === 'voice' && !asksForHelp) {
  const report = await benchVoice(progress)
  say(toVoiceText(report))
  if (parameters.includes('--write')) await writeVoiceDocument(report, command)
  if (!holdsVoiceBars(report)) process.exitCode = 1
  // Its libraries keep threads.
  process.exit()
} else if (what === 'crm' && !asksForHelp) {
  const options = readOptions(parameters)
  const report = await benchCrm(options, progress)
  const { nodeMb, postgresMb } = report.idle
  say(`\n${toTable(report.lines)}\n`)
  say(
    `Idle memory: ${Math.round(nodeMb + postgresMb)} MB (node ${Math.round(nodeMb)}, PostgreSQL ${Math.round(postgresMb)})`,
  )
  for (const fact of report.machine) say(fact)
  if (options.write) await writeDocument(report, command)
} else if (what === 'capture' && !asksForHelp) {
  const report = await benchCapture(parameters, progress)
  say(toCaptureText(report))
  if (parameters.includes('--write')) await writeCaptureDocument(report, command)
  if (!report.holds) process.exitCode = 1
} else if (what === 'campaigns' && !asksForHelp) {
  const report = await benchCampaigns(parameters, progress)
  say(toCampaignsText(report))
  if (parameters.includes('--write')) await writeCampaignsDocument(report, command)
  if (!report.holds) process.exitCode = 1
} else if (what === 'webhooks' && !asksForHelp) {
  const report = await benchWebhooks(parameters, progress)
  say(toWebhooksText(report))
  if (parameters.includes('--write')) await writeWebhooksDocument(report, command)
} else {
  say(
    [
      speechUsage,
      usage,
      captureUsage,
      campaignsUsage,
      webhooksUsage,
      reportsUsage,
      knowledgeUsage,
      voiceUsage,
    ].join('\n\n'),
  )
  process.exitCode = what === undefined || asksForHelp ? 0 : 1
}

import { benchPipeline } from './analysis-pipeline.ts'
import { measureTranscript } from '../server/src/modules/metrics/metrics-rules.ts'
import type { Transcript } from '../server/src/modules/metrics/segment-rules.ts'
import { describeMachine } from './machine.ts'

/** Of the issue: what must hold on two cores. */
const longestMs = 100
const hourMs = 3_600_000
const longRounds = 20
const rateForMs = 5_000
/** Of the issue: memory stays over so many. */
const pipelineConversations = 10_000
const pipelineTalkMs = 300_000
const options = { monologueSeconds: 60 }

const lines = {
  en: [
    'So, um, tell me about the biggest problem you want to solve this quarter?',
    'We are frustrated because the old tool is slow and the reports are never right.',
    'Right. How do you decide about a budget like that, and who else is involved?',
    'It is not bad, but our deadline is in March and I worry about the price, you know.',
    'Yeah.',
    'I will send you the proposal and let’s schedule a call on Tuesday.',
  ],
  fr: [
    'Alors, euh, parlez-moi de votre plus gros problème aujourd’hui ?',
    'On est frustrés parce que l’ancien outil est lent et les chiffres ne sont jamais justes.',
    'D’accord. Comment décidez-vous d’un budget comme celui-là ?',
    'Ce n’est pas mauvais, mais l’échéance est en mars, et le prix m’inquiète, en fait.',
    'Oui.',
    'Je vous envoie la proposition et on se rappelle mardi.',
  ],
  ar: [
    'طيب، حدثني عن أكبر مشكلة تريدون حلها هذا العام؟',
    'نحن محبطون لأن النظام القديم بطيء والتقارير غير واضحة يعني.',
    'كيف تتخذون القرار حول ميزانية مثل هذه؟',
    'ليس سيئا، لكن الموعد النهائي في مارس والسعر مرتفع.',
    'نعم',
    'سأرسل لكم العرض ونحدد موعدا يوم الثلاثاء.',
  ],
} as const
type Language = keyof typeof lines

/** Two people taking turns, 150 words a minute, with short pauses. */
function makeTranscript(language: Language, lengthMs: number): Transcript {
  const segments: Transcript['segments'][number][] = []
  for (let at = 0, position = 0; at < lengthMs; position += 1) {
    const text = lines[language][position % lines[language].length] ?? ''
    const endMs = at + text.split(' ').length * 400
    segments.push({ position, speaker: 1 + (position % 2), startMs: at, endMs, text })
    at = endMs + 250
  }
  return {
    timing: 'segment',
    hasSpeakers: true,
    language,
    durationMs: null,
    speakers: [
      { number: 1, kind: 'rep' },
      { number: 2, kind: 'customer' },
    ],
    segments,
  }
}

/** How fast transcripts go through what analyses them. */
export async function benchAnalysis(
  say: (line: string) => void,
  conversations = pipelineConversations,
): Promise<boolean> {
  say(
    '| metrics | 3 h, first | 3 h, median | 3 h, slowest | 3 h transcripts a minute | 20 min transcripts a minute |',
  )
  say('|---|---|---|---|---|---|')
  let holds = true
  for (const language of ['en', 'fr', 'ar'] as const) {
    const long = makeTranscript(language, 3 * hourMs)
    const times = Array.from({ length: longRounds }, () => timesOf(long))
    const byTime = times.toSorted((a, b) => a.processor - b.processor)
    if ((byTime.at(-1)?.processor ?? 0) >= longestMs) holds = false
    const rates = [ratePerMinute(long), ratePerMinute(makeTranscript(language, hourMs / 3))]
    const [ofLong = 0, ofShort = 0] = rates.map(Math.round)
    const label = `${language}, ${long.segments.length} segments`
    const shown = [times[0], byTime[longRounds / 2], byTime.at(-1)].map(inMs)
    say(`| ${[label, ...shown, String(ofLong), String(ofShort)].join(' | ')} |`)
  }
  say(
    `${holds ? 'holds' : 'MISSES'}: 3 h in under ${longestMs} ms of one processor, the first one too`,
  )
  say('Times of one processor; in brackets those of the clock, which grow with what else runs.')
  say('')
  const talk = makeTranscript('en', pipelineTalkMs)
  if (!(await benchPipeline(say, { conversations, talk }))) holds = false
  for (const fact of await describeMachine()) say(fact)
  return holds
}

type Times = { readonly processor: number; readonly clock: number }

const inMs = (times: Times | undefined) =>
  times ? `${times.processor.toFixed(0)} ms (${times.clock.toFixed(0)})` : ''

function timesOf(transcript: Transcript): Times {
  const before = process.threadCpuUsage()
  const started = performance.now()
  measureTranscript(transcript, options)
  const { user, system } = process.threadCpuUsage(before)
  return { processor: (user + system) / 1_000, clock: performance.now() - started }
}

/** On one core. */
function ratePerMinute(transcript: Transcript): number {
  const started = performance.now()
  let count = 0
  for (; performance.now() - started < rateForMs; count += 1) measureTranscript(transcript, options)
  return (count * 60_000) / (performance.now() - started)
}

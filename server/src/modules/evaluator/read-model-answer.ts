import type {
  Criterion,
  CriterionAnswer,
  EvaluationContent,
  Evidence,
  FollowUp,
  LeadScore,
  StageNote,
} from '@parley/contract'
import {
  answerInRange,
  applies,
  isValidated,
  scoreOfAnswers,
  shareOf,
  sharesOfTime,
  suggestedSteps,
} from '../scorecards/index.ts'
import { checkQuotes, quoteChecker } from './check-quotes.ts'
import type { EvaluationInput } from './input.ts'
import type { ModelAnswer, Quote } from './model-answer.ts'
import { dateIn, momentOf } from './spoken-dates.ts'

/** An outcome for which the model showed no passage is hardly more than a guess. */
const unprovenConfidence = 0.3
const adviceOfEach = 3

type Reading = {
  readonly input: EvaluationInput
  readonly answer: ModelAnswer
  /** What the rules say of the same talk: facts that need no judgement, and what a model left out. */
  readonly builtIn: EvaluationContent
}

type Find = (quotes: readonly Quote[]) => Evidence[]

/** What a model claims, as far as the transcript bears it out. */
export function readModelAnswer({ input, answer, builtIn }: Reading): EvaluationContent {
  const check = quoteChecker(input.segments)
  const find: Find = (quotes) => checkQuotes(check, quotes)
  const talkType = input.talkType ?? answer.talk_type
  const reading = { input, answer, builtIn, find, talkType }
  const criteria = readCriteria(reading)
  const stages = readStages(reading)
  const evidence = find(answer.outcome.quotes)
  const scored = input.scorecard.scored_talk_types
  const isScored = scored.length === 0 || scored.includes(talkType)
  const isFrench = (input.scorecard.language ?? builtIn.language) === 'fr'
  const { value, reason, confidence } = answer.outcome
  return {
    language: builtIn.language,
    talk_type: talkType,
    summary: { text: answer.summary.text, evidence: find(answer.summary.quotes) },
    outcome: {
      value,
      reason,
      confidence: evidence.length > 0 ? confidence : Math.min(confidence, unprovenConfidence),
      evidence,
    },
    score: isScored ? scoreOfAnswers({ criteria, stages }) : null,
    criteria,
    stages,
    ...readAdvice(answer, find),
    ...readSteps(reading),
    suggested_steps: suggestedSteps(value, isFrench ? 'fr' : 'en'),
    follow_up: readFollowUp(reading),
    signals: answer.signals.flatMap(({ kind, objection_type, quote, confidence: sure }) =>
      find([quote]).map(({ quote: text, ...place }) => ({
        kind,
        objection_type: kind === 'objection' ? (objection_type ?? 'other') : null,
        quote: text,
        ...place,
        confidence: sure,
        source: 'llm' as const,
      })),
    ),
    lead: readLead(answer, find),
  }
}

type Found = Reading & { readonly find: Find; readonly talkType: EvaluationContent['talk_type'] }

/** Lengths and presence are measured, not judged. */
const measured: readonly (string | null)[] = ['duration', 'external_present']

function readCriteria(found: Found): CriterionAnswer[] {
  const { input, builtIn, talkType } = found
  return input.scorecard.criteria.map((criterion) => {
    const isFor = applies(criterion, { kind: input.kind, talkType })
    const fact = builtIn.criteria.find(({ key }) => key === criterion.key)
    if (fact && measured.includes(criterion.measure)) return { ...fact, applies: isFor }
    return readCriterion(criterion, isFor, found)
  })
}

function readCriterion(
  criterion: Criterion,
  isFor: boolean,
  { answer, find }: Found,
): CriterionAnswer {
  const { key, name, kind, weight } = criterion
  const given = isFor ? answer.criteria.find((other) => other.key === key) : undefined
  const evidence = find(given?.quotes ?? [])
  const claimed = answerInRange(criterion, given?.answer ?? null)
  // Only that something is missing can be claimed without a passage.
  const isBorneOut = evidence.length > 0 || claimed === false || claimed === 0
  const kept = isBorneOut ? claimed : null
  const comment = kept === null ? null : (given?.comment ?? null)
  const score = shareOf(criterion, kept)
  return { key, name, kind, weight, applies: isFor, answer: kept, score, comment, evidence }
}

function readStages({ input, answer, find }: Found): StageNote[] {
  const { stages } = input.scorecard
  const given = stages.map(({ key }) => answer.stages.find((other) => other.key === key))
  const places = given.map((stage) => placeOf(stage, input))
  const shares = sharesOfTime(
    places.map((own) => own.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)),
  )
  return stages.map(({ key, name }, index) => {
    const own = places[index] ?? []
    return {
      key,
      name,
      share_of_time: shares[index] ?? 0,
      start_ms: own[0]?.startMs ?? null,
      end_ms: own.at(-1)?.endMs ?? null,
      ...readNote(given[index], find),
    }
  })
}

type GivenStage = ModelAnswer['stages'][number] | undefined

function placeOf(stage: GivenStage, { segments }: EvaluationInput) {
  const { first_segment: first, last_segment: last } = stage ?? {}
  if (typeof first !== 'number' || typeof last !== 'number') return []
  return segments.filter(({ position }) => position >= first && position <= last)
}

/** A stage that is there can be shown; one that is absent cannot. */
function readNote(stage: GivenStage, find: Find) {
  const evidence = find(stage?.quotes ?? [])
  const claimed = stage?.note ?? null
  const note = evidence.length > 0 || claimed === 0 ? claimed : null
  const comment = note === null ? null : (stage?.comment ?? null)
  return { note, comment, validated: isValidated(note), evidence }
}

function readAdvice(answer: ModelAnswer, find: Find) {
  const objections = answer.objections.flatMap(({ quote, ...rest }) => {
    const evidence = find([quote])
    const [first] = evidence
    return first ? [{ ...rest, quote: first.quote, evidence }] : []
  })
  const strengths = answer.strengths.flatMap(({ text, quotes }) => {
    const evidence = find(quotes)
    return evidence.length > 0 ? [{ text, evidence }] : []
  })
  const improvements = answer.improvements.flatMap(({ text, quote, better }) => {
    const evidence = quote ? find([quote]) : []
    if (quote && evidence.length === 0) return []
    return [{ text, better, quote: evidence[0]?.quote ?? null, evidence }]
  })
  return {
    objections,
    strengths: strengths.slice(0, adviceOfEach),
    improvements: improvements.slice(0, adviceOfEach),
  }
}

function readSteps({ input, answer, find }: Found) {
  const speakers = new Set(input.segments.map(({ speaker }) => speaker))
  const today = dateIn(input.timeZone, input.startedAt)
  const checked = <S extends ModelAnswer['action_items'][number]>({ quotes, ...rest }: S) => {
    const evidence = find(quotes)
    const { owner_speaker: owner, due } = rest
    const owner_speaker = owner !== null && speakers.has(owner) ? owner : null
    return evidence.length > 0
      ? [{ ...rest, owner_speaker, due: realDate(due, today), evidence }]
      : []
  }
  return {
    next_steps: answer.next_steps.flatMap((step) => checked(step)),
    action_items: answer.action_items.flatMap((item) => checked(item)),
    commitments: answer.commitments.flatMap(({ text, quote }) =>
      find([quote]).map((evidence) => ({ text, speaker: evidence.speaker, evidence: [evidence] })),
    ),
  }
}

/** A day of the calendar, not before the talk; else null. */
function realDate(text: string | null, today: string): string | null {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text) || text < today) return null
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null
}

/** What the model heard and can quote; otherwise what the rules heard, or say. */
function readFollowUp({ input, answer, builtIn, find }: Found): FollowUp | null {
  const { follow_up: given } = answer
  const today = dateIn(input.timeZone, input.startedAt)
  const date = given && realDate(given.date, today)
  const evidence = given ? find(given.quotes) : []
  if (!date || evidence.length === 0) {
    return builtIn.outcome.value === answer.outcome.value ? builtIn.follow_up : null
  }
  const time = /^([01]\d|2[0-3]):[0-5]\d$/.test(given.time ?? '') ? given.time : null
  const at = time && momentOf(date, time, input.timeZone)
  return { date, time, at, source: 'spoken', evidence }
}

function readLead({ lead }: ModelAnswer, find: Find): LeadScore {
  const checked = ({ note, quotes }: { note: number | null; quotes: readonly Quote[] }) => {
    const evidence = find(quotes)
    return { note: evidence.length > 0 ? note : null, evidence }
  }
  const notes = {
    interest: checked(lead.interest),
    financial_capacity: checked(lead.financial_capacity),
    urgency: checked(lead.urgency),
    decision_power: checked(lead.decision_power),
  }
  const isKnown = Object.values(notes).some(({ note }) => note !== null)
  const score = isKnown ? lead.score : null
  const quality = score === null ? null : score >= 7 ? 'hot' : score >= 4 ? 'warm' : 'cold'
  return { score, quality, ...notes, recommendation: isKnown ? lead.recommendation : null }
}

import type {
  ConversationOutcome,
  EvaluationContent,
  EvaluationEngine,
  FollowUp,
  TalkType,
} from '@parley/contract'
import {
  followUpDays,
  scoreOfAnswers,
  suggestedSteps,
  traditionalOutcome,
} from '../scorecards/index.ts'
import { findImprovements, findStrengths } from './advise.ts'
import { answerCriterion, externalLevel, type Findings } from './answer-criteria.ts'
import { findObjections } from './find-objections.ts'
import { findSignals } from './find-signals.ts'
import { findSteps, type Steps } from './find-steps.ts'
import type { EvaluationInput } from './input.ts'
import { noteStages } from './note-stages.ts'
import { scoreLead } from './score-lead.ts'
import { addDays, dateIn } from './spoken-dates.ts'
import { summarise } from './summarise.ts'
import { evidenceOf, findSaid, prepareTalk, type Talk } from './talk.ts'
import { type Outcome, tellVerdict, toOutcome } from './tell-outcome.ts'

/** Changes with the rules and word lists, so that a stored evaluation tells which made it. */
const builtInVersion = '1'

export function builtInEngine(fallbackReason: string | null = null): EvaluationEngine {
  return {
    kind: 'built_in',
    name: 'built-in',
    model: null,
    version: builtInVersion,
    requests: 0,
    input_tokens: 0,
    output_tokens: 0,
    cost_usd: null,
    fallback_reason: fallbackReason,
  }
}

/** What can be said of a conversation by rules and word lists alone: no model, no network. */
export function evaluateBuiltIn(input: EvaluationInput): EvaluationContent {
  const talk = prepareTalk(input)
  const { scorecard } = input
  const verdict = tellVerdict(talk)
  const steps = findSteps(talk, input, verdict)
  const objections = findObjections(talk)
  const talkType = input.talkType ?? guessTalkType(talk)
  const hasNextStep = steps.next_steps.length > 0
  const findings: Findings = { input, talk, talkType, objections, hasNextStep }
  const outcome = verdict ? toOutcome(verdict) : openOutcome(findings, steps)
  const criteria = scorecard.criteria.map((criterion) => answerCriterion(criterion, findings))
  const stages = noteStages(scorecard.stages, findings)
  const isFrench = (scorecard.language ?? talk.language) === 'fr'
  const advice = { ...findings, steps: steps.next_steps, isFrench }
  const { followUp, ...said } = steps
  return {
    language: talk.language,
    talk_type: talkType,
    summary: summarise(talk),
    outcome,
    score: scoreOf(input, talk, { criteria, stages, talkType }),
    criteria,
    stages,
    objections,
    strengths: verdict?.value === 'no_show' ? [] : findStrengths(advice),
    improvements: verdict?.value === 'no_show' ? [] : findImprovements(advice),
    ...said,
    suggested_steps: suggestedSteps(outcome.value, isFrench ? 'fr' : 'en'),
    follow_up: followUp ?? followUpByRule(input, outcome.value),
    signals: findSignals(talk, { objections, steps: steps.next_steps }),
    lead: scoreLead(talk, outcome.value, isFrench),
  }
}

type Judged = Pick<EvaluationContent, 'criteria' | 'stages'> & { readonly talkType: TalkType }

/** Nothing said is nothing to score, and some scorecards score some talks only. */
function scoreOf(
  { scorecard }: EvaluationInput,
  talk: Talk,
  { criteria, stages, talkType }: Judged,
): number | null {
  const { scored_talk_types: scored } = scorecard
  if (talk.sentences.length === 0) return null
  if (scored.length > 0 && !scored.includes(talkType)) return null
  return scoreOfAnswers({ criteria, stages })
}

/** What the words leave open: by what was agreed, by what is known, or by the traditional rule. */
function openOutcome(findings: Findings, steps: Steps): Outcome {
  const { talk, input, hasNextStep } = findings
  if (hasNextStep) {
    return {
      value: 'follow_up_required',
      reason: 'A next step was agreed or asked for.',
      confidence: 0.75,
      evidence: steps.next_steps.slice(0, 2).flatMap(({ evidence }) => evidence),
    }
  }
  const { lexicon } = talk
  const need = findSaid(talk, 'customer', lexicon?.measures.pain)
  const means = [
    ...findSaid(talk, 'customer', lexicon?.budget),
    ...findSaid(talk, 'customer', lexicon?.decides),
  ]
  if (need.length > 0 && means.length > 1) {
    return {
      value: 'qualified',
      reason: 'Need and means were said, and no next contact was agreed.',
      confidence: 0.55,
      evidence: [...need.slice(0, 1), ...means.slice(0, 2)].map(evidenceOf),
    }
  }
  if (input.scorecard.outcome_rule === 'evidence' && talk.sentences.length > 0) {
    return { value: 'follow_up_required', reason: undecided, confidence: 0.3, evidence: [] }
  }
  return traditional(findings)
}

const undecided = 'Nothing that was said decides it.'

function traditional({ talk, input }: Findings): Outcome {
  const value = traditionalOutcome({
    minutes: talk.durationMs / 60_000,
    hasExternal: (externalLevel({ talk, input })?.level ?? Number(talk.sentences.length > 0)) > 0,
    positive: countWords(talk, talk.lexicon?.positive),
    negative: countWords(talk, talk.lexicon?.negative),
  })
  return { value, reason: 'By its duration and tone.', confidence: 0.4, evidence: [] }
}

function countWords({ sentences }: Talk, pattern: RegExp | undefined): number {
  if (!pattern) return 0
  const every = new RegExp(pattern.source, 'g')
  return sentences.reduce((sum, { folded }) => sum + (folded.match(every)?.length ?? 0), 0)
}

/** The traditional evaluation always has a date; the others only what was said. */
function followUpByRule(
  { scorecard, startedAt, timeZone }: EvaluationInput,
  outcome: ConversationOutcome,
): FollowUp | null {
  const days = followUpDays(outcome)
  if (scorecard.outcome_rule !== 'traditional' || days === undefined) return null
  const date = addDays(dateIn(timeZone, startedAt), days)
  return { date, time: null, at: null, source: 'rule', evidence: [] }
}

/** Most talks in a sales tool sell; others are told by who is there and what it is about. */
function guessTalkType(talk: Talk): TalkType {
  const sides = new Set(talk.sentences.map(({ side }) => side))
  if (sides.size === 1 && sides.has('rep') && talk.sentences.length > 5) return 'internal'
  return 'sales'
}

import type {
  Criterion,
  CriterionAnswer,
  CriterionMeasure,
  Objection,
  TalkType,
} from '@parley/contract'
import {
  answerInRange,
  applies,
  isFittingDuration,
  objectivesReached,
  qualityOf,
  shareOf,
} from '../scorecards/index.ts'
import { masteredShare, questionsOf } from './find-objections.ts'
import type { EvaluationInput } from './input.ts'
import { foldText } from './lexicons/lexicon.ts'
import { evidenceOf, findSaid, type Sentence, type Side, type Talk } from './talk.ts'

/** What the built-in evaluator found out before it answers criteria. */
export type Findings = {
  readonly input: EvaluationInput
  readonly talk: Talk
  readonly talkType: TalkType
  readonly objections: readonly Objection[]
  readonly hasNextStep: boolean
}

/** How much of something there was, 0 to 1, and where; undefined: it cannot be told. */
export type Level = { readonly level: number; readonly sentences: readonly Sentence[] } | undefined

/** Three mentions show that a subject was worked on; one, that it was touched. */
const levelOfHits = [0, 0.6, 0.8, 1] as const
const openQuestionsWanted = 5
/** Share of the rep in what is said, as the best calls have it. */
const repShareRange = { least: 0.3, most: 0.45 } as const
const shownEvidence = 3

export function answerCriterion(criterion: Criterion, findings: Findings): CriterionAnswer {
  const { input, talkType } = findings
  const { key, name, kind, weight } = criterion
  const isFor = applies(criterion, { kind: input.kind, talkType })
  const found = isFor ? levelFor(criterion, findings) : undefined
  const answer = found ? answerInRange(criterion, toAnswer(criterion, found)) : null
  return {
    key,
    name,
    kind,
    weight,
    applies: isFor,
    answer,
    score: shareOf(criterion, answer),
    comment: null,
    evidence: found ? found.sentences.slice(0, shownEvidence).map(evidenceOf) : [],
  }
}

function toAnswer({ kind, max }: Criterion, found: NonNullable<Level>): CriterionAnswer['answer'] {
  switch (kind) {
    case 'boolean':
      return found.level >= 0.5
    case 'scale':
      return Math.round(found.level * (max ?? 5))
    case 'percentage':
      return Math.round(found.level * 100)
    case 'text':
      return found.sentences[0]?.text ?? null
  }
}

type LookedFor = Pick<Criterion, 'measure' | 'phrases'>

/** By its phrases and its measure, whichever shows more. */
export function levelFor({ measure, phrases }: LookedFor, findings: Findings): Level {
  const byMeasure = measure ? levelOf(measure, findings) : undefined
  if (phrases.length === 0) return byMeasure
  const wanted = phrases.map((phrase) => foldText(phrase).trim()).filter((phrase) => phrase !== '')
  const hits = findings.talk.sentences.filter(({ folded }) =>
    wanted.some((phrase) => folded.includes(phrase)),
  )
  const byPhrases = toLevel(hits)
  if (!byMeasure) return byPhrases
  return byMeasure.level >= byPhrases.level ? byMeasure : byPhrases
}

function toLevel(sentences: readonly Sentence[]) {
  return { level: levelOfHits[Math.min(3, sentences.length)] ?? 1, sentences }
}

const sureThing = (is: boolean): Level => ({ level: is ? 1 : 0, sentences: [] })

/** Parts of a talk that customers show as well as reps. */
const saidByAnyone: readonly CriterionMeasure[] = [
  'pain',
  'impact',
  'budget',
  'decision_maker',
  'decision_process',
  'decision_criteria',
  'champion',
  'competition',
  'timeline',
  'urgency',
]

type Special = (findings: Findings, minutes: number) => Level

/** What is not told by counting the places where something was said. */
const specials: Readonly<Partial<Record<CriterionMeasure, Special>>> = {
  duration: (_, minutes) => sureThing(isFittingDuration(minutes)),
  external_present: externalLevel,
  objectives: (_, minutes) => ({ level: objectivesReached(minutes) / 4, sentences: [] }),
  quality: (findings, minutes) => ({
    level: qualityLevel(findings, minutes),
    sentences: questionsOf(findings.talk).open,
  }),
  objection_handling: objectionLevel,
  open_questions({ talk }) {
    const { open } = questionsOf(talk)
    return (
      talk.lexicon && { level: Math.min(1, open.length / openQuestionsWanted), sentences: open }
    )
  },
  listening: ({ talk }) => listeningLevel(talk),
  next_step: (findings) => findings.talk.lexicon && nextStepLevel(findings),
}

function levelOf(measure: CriterionMeasure, findings: Findings): Level {
  const { talk, input } = findings
  const special = specials[measure]
  if (special) return special(findings, talk.durationMs / 60_000)
  if (!talk.lexicon) return undefined
  const side: Side = saidByAnyone.includes(measure) ? 'anyone' : 'rep'
  const hits = findSaid(talk, side, talk.lexicon.measures[measure])
  return toLevel(measure === 'greeting' ? hits.filter(isEarly(input)) : hits)
}

/** A greeting is said in the first two minutes. */
const greetingMs = 120_000
function isEarly({ segments }: EvaluationInput) {
  const startMs = segments.reduce((least, segment) => Math.min(least, segment.startMs), Infinity)
  return ({ segment }: Sentence) => segment.startMs - startMs <= greetingMs
}

export function externalLevel({ talk, input }: Pick<Findings, 'talk' | 'input'>): Level {
  if (input.hasExternal !== undefined) return sureThing(input.hasExternal)
  const sides = new Set(talk.sentences.map(({ side }) => side))
  if (sides.has('anyone')) return undefined
  const customer = talk.sentences.filter(({ side }) => side === 'customer')
  return { level: customer.length > 0 ? 1 : 0, sentences: customer.slice(0, 1) }
}

/** Part of the words that a side speaks; undefined when the sides are not told apart. */
export function shareOfWords({ sentences }: Talk, wanted: Side): number | undefined {
  let all = 0
  let own = 0
  for (const { side, text } of sentences) {
    if (side === 'anyone') return undefined
    all += text.length
    if (side === wanted) own += text.length
  }
  return all === 0 ? undefined : own / all
}

function qualityLevel({ talk, hasNextStep }: Findings, minutes: number): number {
  const { open, closed } = questionsOf(talk)
  return (
    qualityOf({
      minutes,
      customerShare: shareOfWords(talk, 'customer'),
      hasNextStep,
      questions: talk.lexicon ? open.length + closed.length : 1,
    }) / 5
  )
}

function objectionLevel({ talk, objections }: Findings): Level {
  const share = masteredShare(objections)
  if (share === undefined) return undefined
  const said = new Set(objections.flatMap(({ evidence }) => evidence.map(({ quote }) => quote)))
  return { level: share, sentences: talk.sentences.filter(({ text }) => said.has(text)) }
}

/** Full marks inside the range; outside, less by the distance, none where only one side speaks. */
function listeningLevel(talk: Talk): Level {
  const rep = shareOfWords(talk, 'rep')
  if (rep === undefined) return undefined
  const { least, most } = repShareRange
  if (rep < least) return { level: rep / least, sentences: [] }
  return { level: rep <= most ? 1 : 1 - (rep - most) / (1 - most), sentences: [] }
}

function nextStepLevel({ talk, hasNextStep }: Findings): Level {
  const hits = findSaid(talk, 'anyone', talk.lexicon?.measures.next_step)
  return hasNextStep ? { level: 1, sentences: hits.slice(-shownEvidence) } : sureThing(false)
}

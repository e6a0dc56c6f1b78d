import type { EvaluationContent, Improvement, NextStep } from '@parley/contract'
import { adviceTexts } from './advice-texts.ts'
import { type Findings, shareOfWords } from './answer-criteria.ts'
import { questionsOf } from './find-objections.ts'
import { evidenceOf, findSaid, isSaidBy, type Sentence } from './talk.ts'

/** As many as a person can act on. */
const shownOfEach = 3
const monologueMs = 60_000
const roomToSpeak = 0.4

type Strength = EvaluationContent['strengths'][number]
type Facts = Findings & { readonly steps: readonly NextStep[]; readonly isFrench: boolean }

/** What to keep doing; each with the words that show it. */
export function findStrengths(facts: Facts): Strength[] {
  const { talk, objections, steps } = facts
  const texts = adviceTexts(facts.isFrench).strengths
  const dated = steps.find(({ due }) => due)
  const mastered = objections.find(({ handled }) => handled)
  const rooms = (shareOfWords(talk, 'customer') ?? 0) >= roomToSpeak
  const longest = talk.sentences
    .filter(({ side }) => side === 'customer')
    .toSorted((a, b) => b.text.length - a.text.length)[0]
  return [
    dated && { text: texts.dated, evidence: dated.evidence },
    !dated && steps[0] && { text: texts.step, evidence: steps[0].evidence },
    mastered && { text: texts.mastered, evidence: mastered.evidence },
    shown(texts.question, questionsOf(talk).open[0]),
    shown(texts.pain, findSaid(talk, 'customer', talk.lexicon?.measures.pain)[0]),
    rooms && shown(texts.listening, longest),
    shown(texts.greeting, findSaid(talk, 'rep', talk.lexicon?.measures.greeting)[0]),
  ]
    .filter((strength) => strength !== undefined && strength !== false)
    .slice(0, shownOfEach)
}

/** What to do otherwise, with what was said and what would have been better. */
export function findImprovements(facts: Facts): Improvement[] {
  const { talk, objections, steps } = facts
  const { lexicon } = talk
  if (!lexicon) return []
  const { gaps, objection } = adviceTexts(facts.isFrench)
  const open = objections.find(({ handled }) => !handled)
  const closed = questionsOf(talk).closed.find(({ folded }) => lexicon.closedQuestion.test(folded))
  const rep = talk.sentences.filter((sentence) => isSaidBy('rep', sentence))
  const monologue = rep.find(({ segment }) => segment.endMs - segment.startMs > monologueMs)
  const hedge = findSaid(talk, 'rep', lexicon.hedges)[0]
  const isMissing = (measure: 'budget' | 'decision_maker' | 'agenda') =>
    findSaid(talk, 'anyone', lexicon.measures[measure]).length === 0
  return [
    open && {
      text: objection.text,
      quote: open.quote,
      better: objection.better[open.type],
      evidence: open.evidence,
    },
    !steps.some(({ due }) => due) && instead(gaps.step, rep.at(-1)),
    closed && instead(gaps.closed, closed),
    monologue && instead(gaps.monologue, monologue),
    isMissing('budget') && instead(gaps.budget, undefined),
    isMissing('decision_maker') && instead(gaps.decision, undefined),
    hedge && instead(gaps.hedge, hedge),
    isMissing('agenda') && instead(gaps.agenda, rep[0]),
  ]
    .filter((gap) => gap !== undefined && gap !== false)
    .slice(0, shownOfEach)
}

function shown(text: string, sentence: Sentence | undefined): Strength | undefined {
  return sentence && { text, evidence: [evidenceOf(sentence)] }
}

function instead(
  { text, better }: { readonly text: string; readonly better: string },
  sentence: Sentence | undefined,
): Improvement {
  return {
    text,
    better,
    quote: sentence?.text ?? null,
    evidence: sentence ? [evidenceOf(sentence)] : [],
  }
}

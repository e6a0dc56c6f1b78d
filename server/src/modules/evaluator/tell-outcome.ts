import type { ConversationOutcome, EvaluationContent, NextStepKind } from '@parley/contract'
import type { Lexicon } from './lexicons/lexicon.ts'
import { evidenceOf, findSaid, isQuestion, type Sentence, type Talk } from './talk.ts'

/** What the words say about how the talk ended, before anything else is known of it. */
export type Verdict = {
  readonly value: Extract<
    ConversationOutcome,
    'no_show' | 'not_qualified' | 'closed_won' | 'closed_lost'
  >
  readonly reason: string
  readonly confidence: number
  readonly sentences: readonly Sentence[]
}

export type Outcome = EvaluationContent['outcome']

/** A voicemail or an empty room is over soon; in a long talk the same words are about something else. */
const shortTalkSentences = 20
const clearPoints = 2
const faintPoints = 1
/** Points that decide: one clear word, or two faint ones. */
const decisive = 2

const empty: readonly Sentence[] = []

/** Undefined: the words leave it open. */
export function tellVerdict(talk: Talk): Verdict | undefined {
  const { lexicon } = talk
  if (!lexicon) return undefined
  return tellAbsence(talk) ?? tellMisfit(talk) ?? tellDecision(talk)
}

function tellAbsence(talk: Talk): Verdict | undefined {
  const { lexicon, sentences } = talk
  if (!lexicon || sentences.length > shortTalkSentences) return undefined
  const machine = findSaid(talk, 'anyone', lexicon.voicemail).filter(
    (sentence) => !isQuestion(sentence),
  )
  const answers = talk.sentences.filter(
    ({ side, folded }) => side === 'customer' && !lexicon.voicemail.test(folded),
  )
  if (machine.length > 0 && answers.length <= 3) {
    return verdict('no_show', 'A machine answered.', machine.length > 1 ? 0.95 : 0.8, machine)
  }
  const absent = findSaid(talk, 'rep', lexicon.absent)
  if (absent.length > 0 && answers.length === 0) {
    return verdict('no_show', 'Nobody else was there.', 0.9, absent)
  }
  return undefined
}

/** Somebody already a customer may well talk on and buy more: then the words of a sale decide. */
function tellMisfit(talk: Talk): Verdict | undefined {
  const found = findSaid(talk, 'customer', talk.lexicon?.unfit)
  if (found.length === 0 || weigh(talk).won >= decisive) return undefined
  const isEarly = (found[0]?.turn ?? 0) <= 8
  if (!isEarly) return undefined
  return verdict('not_qualified', 'The wrong person, number or company.', 0.85, found)
}

function tellDecision(talk: Talk): Verdict | undefined {
  const { won, lost, forIt, against } = weigh(talk)
  if (won < decisive && lost < decisive) return tellParting(talk)
  // The last word counts when both were said.
  const lastFor = forIt.at(-1)?.index ?? -1
  const lastAgainst = against.at(-1)?.index ?? -1
  const isWon = won >= decisive && (lost < decisive || lastFor > lastAgainst)
  const margin = Math.min(1, Math.abs(won - lost) / 6)
  const confidence = Math.round((0.6 + 0.35 * margin) * 100) / 100
  return isWon
    ? verdict('closed_won', 'The customer agreed to buy.', confidence, forIt)
    : verdict('closed_lost', 'The customer refused.', confidence, against)
}

/** Nothing decisive was said, and the customer's last words begin with no. */
function tellParting(talk: Talk): Verdict | undefined {
  const { lexicon } = talk
  const words = talk.sentences.filter(({ side }) => side === 'customer')
  const lastTurn = words.filter(({ turn }) => turn === words.at(-1)?.turn)
  const isNo = lexicon && lastTurn[0] && lexicon.flatNo.test(lastTurn[0].folded)
  if (!isNo || lastTurn.some(({ folded }) => lexicon.dateHint.test(folded))) return undefined
  return verdict('closed_lost', "The customer's last word was no.", 0.55, lastTurn)
}

function weigh(talk: Talk) {
  const { lexicon } = talk
  if (!lexicon) return { won: 0, lost: 0, forIt: empty, against: empty }
  const isMeant = (sentence: Sentence) =>
    !isQuestion(sentence) && !lexicon.conditional.test(sentence.folded)
  const said = (pattern: RegExp) => findSaid(talk, 'customer', pattern).filter(isMeant)
  const accepts = said(lexicon.accepts.clear)
  const hints = said(lexicon.accepts.faint)
  const cheers = findSaid(talk, 'rep', lexicon.celebrates).filter(isMeant)
  const nods = findNods(talk, lexicon)
  const refuses = said(lexicon.refuses.clear)
  const doubts = said(lexicon.refuses.faint)
  return {
    won: accepts.length * clearPoints + (hints.length + cheers.length + nods.length) * faintPoints,
    lost: refuses.length * clearPoints + doubts.length * faintPoints,
    forIt: inOrder([...accepts, ...hints, ...cheers, ...nods]),
    against: inOrder([...refuses, ...doubts]),
  }
}

const contractKinds: readonly NextStepKind[] = ['send_contract', 'payment', 'onboarding']

/** "Shall I send the contract?" "Yes." An offer alone is not a contract, so it is a hint only. */
function findNods(talk: Talk, lexicon: Lexicon): Sentence[] {
  return talk.sentences.flatMap((question) => {
    if (question.side !== 'rep' || !isQuestion(question)) return []
    const [kind] = lexicon.steps.find(([, pattern]) => pattern.test(question.folded)) ?? []
    if (!kind || !contractKinds.includes(kind)) return []
    const reply = talk.turns[question.turn + 1]?.[0]
    return reply && lexicon.consents.test(reply.folded) ? [reply] : []
  })
}

function inOrder(sentences: readonly Sentence[]): Sentence[] {
  return [...new Set(sentences)].toSorted((a, b) => a.index - b.index)
}

function verdict(
  value: Verdict['value'],
  reason: string,
  confidence: number,
  sentences: readonly Sentence[],
): Verdict {
  return { value, reason, confidence, sentences }
}

const shownEvidence = 3

export function toOutcome({ value, reason, confidence, sentences }: Verdict): Outcome {
  return { value, reason, confidence, evidence: sentences.slice(-shownEvidence).map(evidenceOf) }
}

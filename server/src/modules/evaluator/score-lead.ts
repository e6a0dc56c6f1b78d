import type { ConversationOutcome, LeadScore } from '@parley/contract'
import { evidenceOf, findSaid, type Sentence, type Talk } from './talk.ts'

type Note = LeadScore['interest']

const unknown: Note = { note: null, evidence: [] }
const hotFrom = 7
const warmFrom = 4
const middle = 5

/** Interest, means, urgency and power to decide, each 1 to 10 by what the customer said. */
export function scoreLead(talk: Talk, outcome: ConversationOutcome, french: boolean): LeadScore {
  const { lexicon } = talk
  if (!lexicon || outcome === 'no_show') return emptyLead
  const said = (pattern: RegExp) => findSaid(talk, 'customer', pattern)
  const objected = (type: string) =>
    said(lexicon.objections.find(([name]) => name === type)?.[1] ?? /$^/)
  const notes = {
    interest: weigh(
      [...said(lexicon.buyingIntent), ...said(lexicon.accepts.clear)],
      [...said(lexicon.refuses.clear), ...objected('need')],
    ),
    financial_capacity: weigh(
      said(lexicon.budget).filter(({ folded }) => !lexicon.negative.test(folded)),
      objected('price'),
    ),
    urgency: weigh(said(lexicon.timeline), objected('timing')),
    decision_power: weigh(said(lexicon.decides), said(lexicon.decidesNot)),
  }
  const told = Object.values(notes).flatMap(({ note }) => (note === null ? [] : [note]))
  if (told.length === 0) return emptyLead
  const mean = told.reduce((sum, note) => sum + note, 0) / told.length
  const score = Math.min(10, Math.max(1, Math.round(ended(mean, outcome))))
  const quality = score >= hotFrom ? 'hot' : score >= warmFrom ? 'warm' : 'cold'
  return { score, quality, ...notes, recommendation: recommend(quality, french) }
}

const emptyLead: LeadScore = {
  score: null,
  quality: null,
  interest: unknown,
  financial_capacity: unknown,
  urgency: unknown,
  decision_power: unknown,
  recommendation: null,
}

/** How it ended says more than any single note. */
function ended(mean: number, outcome: ConversationOutcome): number {
  if (outcome === 'closed_won') return Math.max(9, mean)
  if (outcome === 'closed_lost' || outcome === 'not_qualified') return Math.min(3, mean)
  return mean
}

function weigh(forIt: readonly Sentence[], against: readonly Sentence[]): Note {
  if (forIt.length + against.length === 0) return unknown
  const points = middle + 2 * Math.min(2, forIt.length) - 2 * Math.min(2, against.length)
  const note = Math.min(10, Math.max(1, points + (against.length === 0 ? 1 : 0)))
  return { note, evidence: [...forIt.slice(0, 2), ...against.slice(0, 2)].map(evidenceOf) }
}

function recommend(quality: 'hot' | 'warm' | 'cold', french: boolean): string {
  const lines = french
    ? {
        hot: 'À rappeler en priorité, tant que l’intérêt est là.',
        warm: 'À suivre : lever ce qui retient, puis fixer une date.',
        cold: 'Ne pas insister ; reprendre contact plus tard.',
      }
    : {
        hot: 'Get back first, while the interest is there.',
        warm: 'Keep going: settle what holds them back, then set a date.',
        cold: 'Do not push; look in again later.',
      }
  return lines[quality]
}

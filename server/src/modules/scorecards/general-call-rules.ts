import type { ConversationOutcome } from '@parley/contract'

// The traditional evaluation: what can be said of a call by its length, its people and the tone of
// its words. Boundaries, weights and days are those that SuperSales documents.

/** Minutes that a good call lasts, both included. */
const fittingMinutes = { least: 5, most: 90 } as const

export function isFittingDuration(minutes: number): boolean {
  return minutes >= fittingMinutes.least && minutes <= fittingMinutes.most
}

/** How many of the four objectives a call of this length has time for: 1 to 4. */
export function objectivesReached(minutes: number): number {
  if (minutes >= 30) return 4
  if (minutes >= 15) return 3
  if (minutes >= 5) return 2
  return 1
}

export type QualityFacts = {
  readonly minutes: number
  /** Part of the words that the customer speaks, 0 to 1; undefined when nobody can tell. */
  readonly customerShare: number | undefined
  readonly hasNextStep: boolean
  readonly questions: number
}

/**
 * 1 to 5: three, one more for each of a customer who speaks at least 30 % and a next step; one less
 * for each of a call too short to say much, a customer under 10 %, and a rep who asks nothing.
 */
export function qualityOf({
  minutes,
  customerShare,
  hasNextStep,
  questions,
}: QualityFacts): number {
  const share = customerShare ?? 0.2
  const points = [
    share >= 0.3 ? 1 : 0,
    hasNextStep ? 1 : 0,
    minutes < fittingMinutes.least ? -1 : 0,
    share < 0.1 ? -1 : 0,
    questions === 0 ? -1 : 0,
  ]
  return Math.min(
    5,
    Math.max(
      1,
      points.reduce<number>((sum, point) => sum + point, 3),
    ),
  )
}

export type ToneFacts = {
  readonly minutes: number
  readonly hasExternal: boolean
  /** Words of either tone. */
  readonly positive: number
  readonly negative: number
}

/** A call this short with nobody from outside did not take place. */
const noShowMinutes = 2
const longMinutes = 30
const talkMinutes = 10

type TraditionalOutcome = Extract<
  ConversationOutcome,
  'no_show' | 'closed_won' | 'closed_lost' | 'follow_up_required'
>

/** The outcome by duration and tone; short and without a tone, it is open. */
export function traditionalOutcome({
  minutes,
  hasExternal,
  positive,
  negative,
}: ToneFacts): TraditionalOutcome {
  if (minutes < noShowMinutes && !hasExternal) return 'no_show'
  if (positive > negative) return minutes > longMinutes ? 'closed_won' : 'follow_up_required'
  if (negative > positive) return 'closed_lost'
  return minutes > talkMinutes || hasExternal ? 'follow_up_required' : 'no_show'
}

/** Days after the call at which to be in touch again; undefined: there is nothing to follow up. */
export function followUpDays(outcome: ConversationOutcome): number | undefined {
  const days: Readonly<Record<ConversationOutcome, number | undefined>> = {
    closed_won: 3,
    follow_up_required: 7,
    qualified: 7,
    closed_lost: 90,
    no_show: 2,
    not_qualified: undefined,
  }
  return days[outcome]
}

type Lines = Readonly<Record<ConversationOutcome, readonly string[]>>

const english: Lines = {
  closed_won: [
    'Send the contract and the payment details.',
    'Introduce the person who takes care of the start.',
    'Ask how the first days went.',
  ],
  follow_up_required: [
    'Send a summary of what was said and agreed.',
    'Settle the open questions before the next talk.',
    'Confirm the date of the next talk in writing.',
  ],
  qualified: ['Agree on a date for the next talk.', 'Send an offer that fits what was said.'],
  closed_lost: ['Note the reason in the deal.', 'Look in again in three months.'],
  no_show: ['Try again at another time of day.', 'Write a short message with two proposed dates.'],
  not_qualified: ['Correct the record.', 'Find out who the right person is.'],
}

const french: Lines = {
  closed_won: [
    'Envoyer le contrat et les modalités de paiement.',
    'Présenter la personne qui accompagne le démarrage.',
    'Demander comment se passent les premiers jours.',
  ],
  follow_up_required: [
    'Envoyer un résumé de ce qui a été dit et convenu.',
    'Lever les questions ouvertes avant le prochain échange.',
    'Confirmer par écrit la date du prochain échange.',
  ],
  qualified: [
    'Convenir d’une date pour le prochain échange.',
    'Envoyer une offre qui répond à ce qui a été dit.',
  ],
  closed_lost: ['Noter la raison dans l’affaire.', 'Reprendre contact dans trois mois.'],
  no_show: [
    'Réessayer à un autre moment de la journée.',
    'Écrire un court message avec deux dates possibles.',
  ],
  not_qualified: ['Corriger la fiche.', 'Trouver le bon interlocuteur.'],
}

/** Two or three lines on what usually comes next. */
export function suggestedSteps(outcome: ConversationOutcome, language: 'en' | 'fr'): string[] {
  return [...(language === 'fr' ? french : english)[outcome]]
}

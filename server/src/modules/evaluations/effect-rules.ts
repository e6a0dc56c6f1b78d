import type { ConversationKind, ConversationOutcome, EvaluationContent } from '@parley/contract'
import { zoneFormat } from '../../platform/time/zone-format.ts'

/** Longest that the CRM takes. */
const maxTitle = 300
const maxDescription = 2_000
const maxNotes = 20_000

/** The calendar day of a moment somewhere; in UTC where the zone is unknown here. */
export function dayIn(timeZone: string, moment: string | Date): string {
  const date = new Date(moment)
  try {
    // Sweden writes dates as ISO 8601 does.
    return zoneFormat('sv-SE', timeZone, { dateStyle: 'short' }).format(date)
  } catch {
    return date.toISOString().slice(0, 10)
  }
}

const tones: Readonly<Record<ConversationOutcome, 'positive' | 'neutral' | 'negative'>> = {
  closed_won: 'positive',
  qualified: 'positive',
  follow_up_required: 'neutral',
  no_show: 'neutral',
  closed_lost: 'negative',
  not_qualified: 'negative',
}

type Facts = {
  readonly kind: ConversationKind
  readonly title: string
  readonly startedAt: string
  readonly durationMs: number | null
  readonly timeZone: string
}

/** Minutes beyond which the CRM takes none. */
const longestMinutes = 525_600

/** The conversation as an activity: what it was, how it ended, what it was about. */
export function activityOf(facts: Facts, content: EvaluationContent) {
  const { kind, title, startedAt, durationMs, timeZone } = facts
  const minutes = durationMs === null ? null : Math.round(durationMs / 60_000)
  return {
    activity_type: kind === 'meeting' ? 'meeting' : 'call',
    description: cut(title, maxDescription),
    date: dayIn(timeZone, startedAt),
    duration_minutes: minutes === null ? null : Math.min(longestMinutes, minutes),
    outcome: tones[content.outcome.value],
    status: 'completed',
    notes: cut(content.summary.text, maxNotes) || null,
  }
}

/** What to do next and when; undefined when nothing is, or that day is over. */
export function taskOf(facts: Pick<Facts, 'title'>, content: EvaluationContent, today: string) {
  const { follow_up: followUp, next_steps: steps, suggested_steps: suggested } = content
  if (!followUp || followUp.date < today) return undefined
  const time = followUp.time === null ? [] : [`At ${followUp.time}.`]
  return {
    title: cut(steps[0]?.text ?? suggested[0] ?? facts.title, maxTitle),
    description: [cut(facts.title, maxDescription), ...time].join('\n'),
    task_type: 'follow_up',
    due_date: followUp.date,
  }
}

/** Nobody was reached: that is no contact. */
export const isContact = ({ outcome }: EvaluationContent): boolean => outcome.value !== 'no_show'

function cut(text: string, maxCharacters: number): string {
  const characters = Array.from(text.trim())
  if (characters.length <= maxCharacters) return characters.join('')
  return `${characters.slice(0, maxCharacters - 1).join('')}…`
}

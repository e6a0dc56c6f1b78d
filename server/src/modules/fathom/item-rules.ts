import { type ActionItemFact, defined } from './facts-rules.ts'
import { itemsOf } from './list-rules.ts'
import {
  addressOf,
  emailOf,
  flagOf,
  isObject,
  type Item,
  type Report,
  secondsOf,
  textOf,
} from './value-rules.ts'

/** As many as a meeting of the API may have. */
const maxItems = 500

const titleOf = textOf(1_000)
const nameOf = textOf(200)

export function actionItemsOf(value: unknown, report: Report): ActionItemFact[] {
  const items = itemsOf(value)
  if (items === undefined) report('The list of action items could not be read.')
  const read = (items ?? []).flatMap((item) => actionItemOf(item, item['assignee'], report) ?? [])
  if (read.length > maxItems) report(`Only ${maxItems} action items were kept.`)
  return read.slice(0, maxItems)
}

/** Undefined when it does not say what is to be done. */
export function actionItemOf(
  item: Item,
  assignee: unknown,
  report: Report,
): ActionItemFact | undefined {
  const title = titleOf(
    item['description'] ?? item['title'] ?? item['value'],
    'description',
    report,
  )
  if (title === undefined) {
    report('An action item has no description.')
    return undefined
  }
  const playbackUrl = addressOf(item['recording_playback_url'], 'recording_playback_url', report)
  const person = isObject(assignee) ? assignee : { name: assignee }
  return defined({
    title,
    timestampSeconds:
      secondsOf(item['recording_timestamp'], 'recording_timestamp', report) ??
      secondsInAddress(playbackUrl),
    playbackUrl,
    completed: flagOf(item['completed'], 'completed', report),
    aiGenerated: aiGenerated(item, report),
    assigneeName: nameOf(person['name'], 'name of an assignee', report),
    assigneeEmail: emailOf(person['email'], 'e-mail of an assignee', report),
    priority: priorityOf(item['priority'], report),
  })
}

/** `…?timestamp=1283` */
function secondsInAddress(address: string | undefined): number | undefined {
  const [, seconds] = /[?&]timestamp=(\d{1,6}(?:\.\d+)?)/.exec(address ?? '') ?? []
  return seconds === undefined ? undefined : Number(seconds)
}

function aiGenerated(item: Item, report: Report): boolean | undefined {
  const said = flagOf(item['ai_generated'], 'ai_generated', report)
  const byUser = flagOf(item['user_generated'], 'user_generated', report)
  return said ?? (byUser === undefined ? undefined : !byUser)
}

const priorities: Readonly<Record<string, 'low' | 'medium' | 'high' | 'critical'>> = {
  low: 'low',
  medium: 'medium',
  normal: 'medium',
  high: 'high',
  critical: 'critical',
  urgent: 'critical',
}

function priorityOf(value: unknown, report: Report) {
  const word = textOf(30)(value, 'priority', report)?.toLowerCase()
  if (word === undefined) return undefined
  const priority = priorities[word]
  if (!priority) report(`priority must be low, medium, high or critical, not ${word}.`)
  return priority
}

/** The same thing to do at the same moment is one item, however its letters are written. */
export function itemKeyOf({ title, timestampSeconds }: ActionItemFact): string {
  const words = title.trim().toLowerCase().replace(/\s+/g, ' ')
  return `${timestampSeconds ?? 'none'} ${words}`
}

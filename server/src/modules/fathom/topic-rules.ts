import {
  type ActionItemFact,
  defined,
  idsInAddress,
  type MeetingFields,
  type MeetingIds,
  type MeetingReading,
  noCrm,
} from './facts-rules.ts'
import { actionItemOf } from './item-rules.ts'
import { attendeesOf } from './people-rules.ts'
import { transcriptOf } from './transcript-rules.ts'
import {
  addressOf,
  emailOf,
  isMissing,
  isObject,
  type Item,
  momentOf,
  numberOf,
  numberWithin,
  type Report,
  textOf,
} from './value-rules.ts'

const topics = ['summary', 'action_items', 'transcript'] as const
type Topic = (typeof topics)[number]

export type ReadTopic =
  | { readonly topic: Topic; readonly reading: MeetingReading }
  | { readonly refusal: string }

const dayMs = 86_400_000

/** One call of the meetings webhook. `receivedAt` is what `deadline_days` count from. */
export function readTopic(body: unknown, receivedAt: Date): ReadTopic {
  if (!isObject(body)) return { refusal: 'The body must be a JSON object' }
  const topic = topics.find((known) => known === body['topic'])
  if (!topic) return { refusal: `Unsupported topic: use ${topics.join(', ')}` }
  const problems = new Set<string>()
  const report: Report = (sentence) => void problems.add(sentence)
  const fields = topic === 'action_items' ? {} : readFields(topic, body, report)
  const items = topic === 'action_items' ? itemsIn(body, receivedAt, report) : []
  if (topic === 'action_items' && items.length === 0) {
    return { refusal: 'action_item.description is required' }
  }
  return {
    topic,
    reading: {
      ids: idsOf(body, fields, items),
      fields,
      attendees: topic === 'summary' ? attendeesIn(body, report) : [],
      actionItems: items,
      crm: noCrm,
      transcript: topic === 'transcript' ? saidIn(body, report) : [],
      problems: [...problems],
    },
  }
}

function part(body: Item, name: string): Item {
  const value = body[name]
  return isObject(value) ? value : {}
}

const percent = numberWithin(0, 100)

function readFields(topic: Topic, body: Item, report: Report): MeetingFields {
  const [meeting, recording, user] = ['meeting', 'recording', 'fathom_user'].map((name) =>
    part(body, name),
  ) as [Item, Item, Item]
  if (topic === 'transcript') {
    return defined({
      transcript_doc_url: addressOf(body['transcript_url'], 'transcript_url', report),
    })
  }
  const startedAt = momentOf(meeting['scheduled_start_time'], 'scheduled_start_time', report)
  const endedAt = momentOf(meeting['scheduled_end_time'], 'scheduled_end_time', report)
  const inOrder = startedAt === undefined || endedAt === undefined || endedAt >= startedAt
  if (!inOrder) report('The meeting ends before it starts; its end was left out.')
  const shareUrl = recording['recording_share_url'] ?? recording['share_url']
  const minutes = recording['recording_duration_in_minutes'] ?? recording['duration_in_minutes']
  return defined({
    title: textOf(500)(meeting['title'], 'title', report),
    share_url: addressOf(shareUrl, 'recording_share_url', report),
    calls_url: addressOf(recording['recording_url'] ?? recording['url'], 'recording_url', report),
    started_at: startedAt,
    ended_at: inOrder ? endedAt : undefined,
    duration_minutes: numberWithin(0, 525_600)(minutes, 'recording_duration_in_minutes', report),
    summary: summaryOf(body['ai_summary'], report),
    owner_email: emailOf(user['email'], 'fathom_user.email', report),
    owner_name: textOf(200)(user['name'], 'fathom_user.name', report),
    team_name: textOf(200)(user['team'], 'fathom_user.team', report),
    ...metricsOf(body, report),
  })
}

function summaryOf(value: unknown, report: Report): string | undefined {
  const text = isObject(value)
    ? (value['markdown_formatted'] ?? value['plaintext_formatted'])
    : value
  return textOf(100_000)(text, 'ai_summary', report)
}

function metricsOf(body: Item, report: Report): Partial<MeetingFields> {
  return {
    ...defined({
      sentiment_score: numberWithin(-1, 1)(body['sentiment_score'], 'sentiment_score', report),
      coach_summary: textOf(20_000)(body['coach_summary'], 'coach_summary', report),
      talk_time_rep_pct: percent(body['talk_time_rep_pct'], 'talk_time_rep_pct', report),
      talk_time_customer_pct: percent(
        body['talk_time_customer_pct'],
        'talk_time_customer_pct',
        report,
      ),
      talk_time_judgement: textOf(200)(body['talk_time_judgement'], 'talk_time_judgement', report),
    }),
    ...coachRatingOf(body['coach_rating'], report),
  }
}

/**
 * The rating as it was sent and from 0 to 100. `4.5/5` says its own scale; a plain number up to 10 is
 * one of ten, which is how the coach that sends it rates.
 */
export function coachRatingOf(
  value: unknown,
  report: Report,
): Pick<MeetingFields, 'coach_rating' | 'coach_rating_raw'> {
  if (isMissing(value)) return {}
  const raw = textOf(100)(value, 'coach_rating', report)
  if (raw === undefined) return {}
  const [, rating, scale] = /^([\d.,]+)\s*(?:\/|of|out of)\s*([\d.]+)$/i.exec(raw) ?? []
  const number = numberOf(rating ?? raw, 'coach_rating', report)
  if (number === undefined) return { coach_rating_raw: raw }
  const isPercent = raw.endsWith('%')
  const outOf = scale !== undefined ? Number(scale) : number <= 10 && !isPercent ? 10 : 100
  const rated = (number / outOf) * 100
  if (!(rated >= 0 && rated <= 100)) {
    report(`coach_rating must be from 0 to 100, not ${raw}.`)
    return { coach_rating_raw: raw }
  }
  return { coach_rating_raw: raw, coach_rating: Math.round(rated * 1_000) / 1_000 }
}

function attendeesIn(body: Item, report: Report) {
  const meeting = part(body, 'meeting')
  const { invitees: list, invitees_email: emails, invitees_name: names } = meeting
  return attendeesOf({ list, emails, names, external: meeting['invitees_is_external'] }, report)
}

/** One item a call, as the scenario sends them; a list is taken too. */
function itemsIn(body: Item, receivedAt: Date, report: Report): ActionItemFact[] {
  const given = body['action_item'] ?? body['action_items']
  return (Array.isArray(given) ? given : [given]).flatMap((value: unknown) => {
    if (!isObject(value)) return []
    const item = { ...value, priority: value['priority'] ?? body['priority'] }
    const read = actionItemOf(item, value['assignee'] ?? body['assignee'], report)
    if (!read) return []
    const days = value['deadline_days'] ?? body['deadline_days']
    return [defined({ ...read, deadlineAt: deadlineOf(days, receivedAt, report) })]
  })
}

function deadlineOf(value: unknown, from: Date, report: Report): string | undefined {
  const days = numberWithin(0, 3_650)(value, 'deadline_days', report)
  return days === undefined ? undefined : new Date(from.getTime() + days * dayMs).toISOString()
}

function saidIn(body: Item, report: Report) {
  return transcriptOf(body['transcript'] ?? body['transcript_plaintext'], report)
}

function idsOf(body: Item, fields: MeetingFields, items: readonly ActionItemFact[]): MeetingIds {
  const given = (...names: string[]) =>
    names.map((name) => textOf(200)(body[name], name, () => {})).find((text) => text !== undefined)
  const addresses = [
    fields.share_url,
    fields.calls_url,
    fields.transcript_doc_url,
    ...items.map(({ playbackUrl }) => playbackUrl),
  ].map(idsInAddress)
  return defined({
    recordingId: given('recording_id', 'recordingId', 'fathom_recording_id'),
    shareId: given('shareId', 'share_id') ?? addresses.find(({ shareId }) => shareId)?.shareId,
    callsId: given('callsId', 'calls_id') ?? addresses.find(({ callsId }) => callsId)?.callsId,
  })
}

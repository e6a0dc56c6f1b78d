import {
  type CrmFact,
  defined,
  idsInAddress,
  type MeetingFields,
  type MeetingIds,
  type MeetingReading,
  noCrm,
} from './facts-rules.ts'
import { actionItemsOf } from './item-rules.ts'
import { itemsOf } from './list-rules.ts'
import { attendeesOf } from './people-rules.ts'
import { transcriptOf } from './transcript-rules.ts'
import {
  addressOf,
  emailOf,
  isMissing,
  isObject,
  type Item,
  jsonIn,
  momentOf,
  numberWithin,
  type Report,
  textOf,
} from './value-rules.ts'

/**
 * 1: flat, as people map it in Zapier or IFTTT. 2: nested, as Zapier has it, also with `__`. 3: either
 * as JSON text in a field. 4: Fathom's API and its own webhooks.
 */
type PayloadFormat = 1 | 2 | 3 | 4

export type ReadPayload =
  | { readonly format: PayloadFormat; readonly reading: MeetingReading; readonly source: Item }
  | { readonly problem: string }

/** Items of one request; more are refused, so that one answer comes in time. */
export const maxPayloads = 100
const maxWrappers = 3

/** The meetings of a body: one object or a list, each in any of the formats. */
export function readPayloads(body: unknown): ReadPayload[] {
  const items = Array.isArray(body) ? body : [body]
  return items.flatMap((item) => unwrap(item, 0))
}

function unwrap(item: unknown, depth: number): ReadPayload[] {
  if (Array.isArray(item) && depth > 0) return item.flatMap((inner) => unwrap(inner, depth))
  if (!isObject(item)) return [{ problem: 'It is not an object.' }]
  const wrapped = wrappedIn(item)
  if (wrapped === undefined) {
    const reading = readMeeting(item)
    // A wrapped payload of the API is as good as one that is not.
    const format = formatOf(item)
    return [{ format: depth > 0 && format !== 4 ? 3 : format, reading, source: item }]
  }
  if (depth >= maxWrappers) return [{ problem: 'It is wrapped too often.' }]
  const inner = typeof wrapped === 'string' ? jsonIn(wrapped) : wrapped
  if (inner === undefined) return [{ problem: "Its field 'data' is not valid JSON." }]
  return unwrap(inner, depth + 1)
}

/** A whole payload inside `data`, or inside a transcript that is an object's JSON. */
function wrappedIn(item: Item): unknown {
  const { data, transcript } = item
  if (!isMissing(data)) return data
  if (typeof transcript !== 'string' || !/^\s*\{/.test(transcript)) return undefined
  const inner = jsonIn(transcript)
  return isObject(inner) && inner['plaintext'] === undefined ? inner : undefined
}

function formatOf(item: Item): PayloadFormat {
  const names = Object.keys(item)
  const isApi = 'calendar_invitees' in item || isObject(item['recorded_by'])
  if (isApi || (names.includes('recording_id') && names.includes('share_url'))) return 4
  const isNested = ['fathom_user', 'meeting', 'recording'].some((name) => isObject(item[name]))
  return isNested || names.some((name) => name.includes('__')) ? 2 : 1
}

/**
 * Looks a value up by its nested path in all the ways it is written: `meeting.title` is also
 * `meeting__title` and `meeting_title`. The first path with a value wins.
 */
function lookup(item: Item, ...paths: string[]): unknown {
  for (const path of paths) {
    for (const value of [
      atPath(item, path.split('.')),
      item[path.replace('.', '__')],
      item[path.replace('.', '_')],
    ]) {
      if (!isMissing(value)) return value
    }
  }
  return undefined
}

function atPath(item: Item, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => {
    const object = typeof value === 'string' && /^\s*\{/.test(value) ? jsonIn(value) : value
    return isObject(object) ? object[name] : undefined
  }, item)
}

/** One meeting in any of the formats, whatever its author mixed. */
function readMeeting(item: Item): MeetingReading {
  const problems = new Set<string>()
  const report: Report = (sentence) => void problems.add(sentence)
  const at = (...paths: string[]) => lookup(item, ...paths)
  const fields = readFields(at, report)
  return {
    ids: readIds(item, fields, report),
    fields,
    attendees: attendeesOf(
      {
        list: at('calendar_invitees', 'meeting.invitees', 'invitees'),
        emails: at('meeting.invitees_email', 'meeting_invitees.email', 'MeetingInviteesEmails'),
        names: at('meeting.invitees_name', 'meeting_invitees.name', 'MeetingInviteesNames'),
        external: at('meeting.invitees_is_external', 'meeting_invitees.is_external'),
      },
      report,
    ),
    actionItems: actionItemsOf(at('action_items'), report),
    crm: readCrm(at('crm_matches')),
    transcript: transcriptOf(at('transcript.plaintext', 'transcript'), report),
    problems: [...problems],
  }
}

type At = (...paths: string[]) => unknown

function readFields(at: At, report: Report): MeetingFields {
  const moment = (name: string, ...paths: string[]) => momentOf(at(...paths), name, report)
  const started =
    moment('recording_start_time', 'recording_start_time') ??
    moment(
      'scheduled_start_time',
      'scheduled_start_time',
      'meeting.scheduled_start_time',
      'MeetingScheduledStart',
    )
  const ended =
    moment('recording_end_time', 'recording_end_time') ??
    moment(
      'scheduled_end_time',
      'scheduled_end_time',
      'meeting.scheduled_end_time',
      'MeetingScheduledEnd',
    )
  const inOrder = started === undefined || ended === undefined || ended >= started
  if (!inOrder) report('The meeting ends before it starts; its end was left out.')
  return defined({
    title: textOf(500)(at('title', 'meeting.title', 'MeetingTitle'), 'title', report),
    share_url: addressOf(
      at('share_url', 'recording.share_url', 'RecordingShareURL'),
      'share_url',
      report,
    ),
    calls_url: addressOf(at('url', 'recording.url', 'RecordingURL'), 'url', report),
    started_at: started,
    ended_at: inOrder ? ended : undefined,
    duration_minutes: durationOf(at, report),
    summary: summaryOf(at, report),
    owner_email: emailOf(
      at('recorded_by.email', 'fathom_user.email', 'fathom_user_emaill', 'RecordedByUserEmail'),
      'E-mail of the recorder',
      report,
    ),
    owner_name: textOf(200)(
      at('recorded_by.name', 'fathom_user.name', 'RecordedByUserName'),
      'Name of the recorder',
      report,
    ),
    team_name: textOf(200)(
      at('recorded_by.team', 'fathom_user.team', 'RecordedByTeam'),
      'team',
      report,
    ),
    language: languageOf(at('transcript_language')),
  })
}

const minutesOf = numberWithin(0, 525_600)

/** Minutes that were recorded; of the API, from its times; else those that were planned. */
function durationOf(at: At, report: Report): number | undefined {
  const given = at('recording.duration_in_minutes', 'RecordingDurationInMinutes')
  const recorded = minutesOf(given, 'recording duration_in_minutes', report)
  if (recorded !== undefined) return rounded(recorded)
  const [from, to] = [at('recording_start_time'), at('recording_end_time')].map((value) =>
    Date.parse(String(value)),
  )
  const minutes = ((to ?? Number.NaN) - (from ?? Number.NaN)) / 60_000
  if (minutes >= 0) return rounded(minutes)
  const planned = at(
    'meeting.scheduled_duration_in_minutes',
    'meeting.scheduled_duration_in_minute',
  )
  return minutesOf(planned, 'scheduled_duration_in_minutes', report)
}

/** The database keeps three decimals. */
function rounded(minutes: number): number {
  return Math.round(minutes * 1_000) / 1_000
}

function summaryOf(at: At, report: Report): string | undefined {
  const given = at(
    'default_summary.markdown_formatted',
    'ai_summary.markdown_formatted',
    'ai_summary.plaintext_formatted',
    'ai_summary.slack_formatted',
    'ai_summary.html_formatted',
    'AISummaryMarkdownFormatted',
    'AISummaryFormatted',
    'ai_summary',
    'summary',
  )
  return textOf(100_000)(isObject(given) ? sectionsOf(given['sections']) : given, 'summary', report)
}

/** The text of a summary that came as sections only. */
function sectionsOf(sections: unknown): string | undefined {
  const parts = (itemsOf(sections) ?? []).map((section) =>
    ['title', 'heading', 'text', 'content', 'plaintext_formatted', 'value']
      .map((name) => section[name])
      .filter((value) => typeof value === 'string')
      .join('\n'),
  )
  return parts.length > 0 ? parts.join('\n\n') : undefined
}

/** Fathom also says `unknown`. */
function languageOf(value: unknown): string | undefined {
  const code = typeof value === 'string' ? value.trim().toLowerCase() : ''
  return /^[a-z]{2}([-_][a-z0-9]{2,4})?$/.test(code) ? code.slice(0, 2) : undefined
}

function readIds(item: Item, fields: MeetingFields, report: Report): MeetingIds {
  const id = (...paths: string[]) => textOf(100)(lookup(item, ...paths), 'id', report)
  const shareId = idsInAddress(fields.share_url).shareId ?? id('share_id', 'shareId')
  const callsId = idsInAddress(fields.calls_url).callsId
  return defined({
    recordingId: id('recording_id', 'fathom_id', 'recording.id', 'id'),
    shareId,
    callsId,
  })
}

function readCrm(value: unknown): CrmFact {
  if (!isObject(value)) return noCrm
  const texts = (list: unknown, name: string) =>
    (itemsOf(list) ?? []).flatMap((item) => {
      const text = item[name]
      return typeof text === 'string' && text.trim() !== '' ? [text.trim()] : []
    })
  return {
    contacts: texts(value['contacts'], 'email').map((email) => email.toLowerCase()),
    companies: texts(value['companies'], 'name'),
    deals: texts(value['deals'], 'name'),
  }
}

import { expect, test } from 'vitest'
import { readPayloads } from './payload-rules.ts'

/** The only reading of a body; throws when there is none. */
function readOne(body: unknown) {
  const [read, ...others] = readPayloads(body)
  if (!read || 'problem' in read || others.length > 0) throw new Error(JSON.stringify(read))
  return read
}

const nested = {
  id: '12345',
  fathom_user: { name: 'John Doe', email: 'User@Domain.com', team: 'Sales' },
  meeting: {
    title: 'Sales Call',
    scheduled_start_time: '2025-01-23T10:00:00Z',
    scheduled_end_time: '2025-01-23T10:30:00Z',
    invitees: [{ name: 'Ann', email: 'ann@acme.co', is_external: true }],
  },
  recording: {
    url: 'https://fathom.video/calls/777',
    share_url: 'https://fathom.video/share/tok-1',
    duration_in_minutes: 45.5,
  },
  transcript: { plaintext: 'John Doe: Hello' },
  ai_summary: { markdown_formatted: '## Summary' },
}

const expected = {
  ids: { recordingId: '12345', shareId: 'tok-1', callsId: '777' },
  fields: {
    title: 'Sales Call',
    share_url: 'https://fathom.video/share/tok-1',
    calls_url: 'https://fathom.video/calls/777',
    started_at: '2025-01-23T10:00:00.000Z',
    ended_at: '2025-01-23T10:30:00.000Z',
    duration_minutes: 45.5,
    summary: '## Summary',
    owner_email: 'user@domain.com',
    owner_name: 'John Doe',
    team_name: 'Sales',
  },
  attendees: [{ name: 'Ann', email: 'ann@acme.co', isExternal: true }],
  transcript: [{ name: 'John Doe', text: 'Hello' }],
  problems: [],
}

const underscored = {
  id: '12345',
  fathom_user__name: 'John Doe',
  fathom_user__email: 'user@domain.com',
  fathom_user__team: 'Sales',
  meeting__title: 'Sales Call',
  meeting__scheduled_start_time: '2025-01-23T10:00:00Z',
  meeting__scheduled_end_time: '2025-01-23T10:30:00Z',
  meeting__invitees: "[{'name': 'Ann', 'email': 'ann@acme.co', 'is_external': True}]",
  recording__url: 'https://fathom.video/calls/777',
  recording__share_url: 'https://fathom.video/share/tok-1',
  recording__duration_in_minutes: '45.5',
  transcript__plaintext: 'John Doe: Hello',
  ai_summary__markdown_formatted: '## Summary',
}

const flat = {
  fathom_id: 12_345,
  fathom_user_emaill: 'user@domain.com',
  fathom_user_name: 'John Doe',
  fathom_user_team: 'Sales',
  meeting_title: 'Sales Call',
  meeting_scheduled_start_time: '2025-01-23T10:00:00Z',
  meeting_scheduled_end_time: '2025-01-23T10:30:00Z',
  meeting_invitees_email: 'ann@acme.co',
  meeting_invitees_name: 'Ann',
  meeting_invitees_is_external: 'True',
  recording_url: 'https://fathom.video/calls/777',
  recording_share_url: 'https://fathom.video/share/tok-1',
  recording_duration_in_minutes: '45.5',
  transcript_plaintext: 'John Doe: Hello',
  ai_summary_markdown_formatted: '## Summary',
}

const ifttt = {
  recording_id: '12345',
  MeetingTitle: 'Sales Call',
  AISummaryMarkdownFormatted: '## Summary',
  RecordingShareURL: 'https://fathom.video/share/tok-1',
  RecordingURL: 'https://fathom.video/calls/777',
  MeetingInviteesNames: 'Ann',
  MeetingInviteesEmails: 'ann@acme.co',
  MeetingScheduledStart: '2025-01-23T10:00:00Z',
  MeetingScheduledEnd: '2025-01-23T10:30:00Z',
  RecordingDurationInMinutes: '45.5',
  RecordedByUserName: 'John Doe',
  RecordedByUserEmail: 'user@domain.com',
  RecordedByTeam: 'Sales',
  transcript: 'John Doe: Hello',
}

test.each([
  ['nested', nested, 2],
  ['Zapier’s underscores', underscored, 2],
  ['flat', flat, 1],
  ['JSON text in data', { data: JSON.stringify(flat) }, 3],
  ['JSON text of a list in data', { data: JSON.stringify([nested]) }, 3],
  ['an object in data', { data: nested }, 3],
  ['JSON text in transcript', { transcript: JSON.stringify(nested) }, 3],
  ['a list of one', [nested], 2],
])('%s is read into the same meeting', (_, body, format) => {
  const read = readOne(body)
  expect(read.format).toBe(format)
  expect(read.reading).toMatchObject(expected)
})

test('the ingredients of IFTTT are read, which tell nobody who is external', () => {
  const { attendees: _, ...rest } = expected
  expect(readOne(ifttt).reading).toMatchObject(rest)
  expect(readOne(ifttt).reading.attendees).toEqual([{ name: 'Ann', email: 'ann@acme.co' }])
})

test('the capture of a real delivery is read as Fathom’s own', () => {
  const { format, reading } = readOne({
    title: 'Renamed later',
    meeting_title: 'As in the calendar',
    recording_id: 9_001,
    url: 'https://fathom.video/calls/777',
    share_url: 'https://fathom.video/share/tok-1',
    created_at: '2025-01-23T10:40:00Z',
    scheduled_start_time: '2025-01-23T10:00:00Z',
    scheduled_end_time: '2025-01-23T10:30:00Z',
    recording_start_time: '2025-01-23T10:01:00Z',
    recording_end_time: '2025-01-23T10:31:30Z',
    calendar_invitees_domains_type: 'only_internal',
    transcript_language: 'unknown',
    calendar_invitees: [],
    recorded_by: { name: 'John', email: 'user@domain.com', email_domain: 'domain.com', team: null },
    default_summary: { template_name: 'General', markdown_formatted: '## Summary' },
    crm_matches: { error: 'No CRM connected' },
    action_items: null,
  })
  expect(format).toBe(4)
  expect(reading).toMatchObject({
    ids: { recordingId: '9001', callsId: '777' },
    fields: {
      title: 'Renamed later',
      started_at: '2025-01-23T10:01:00.000Z',
      duration_minutes: 30.5,
    },
    crm: { contacts: [], companies: [], deals: [] },
    problems: [],
  })
  expect(reading.fields.language).toBeUndefined()
  expect(reading.fields.team_name).toBeUndefined()
})

test('what is half wrong is half kept', () => {
  const { reading } = readOne({
    ...nested,
    meeting: { ...nested.meeting, invitees: [{ email: 'nobody' }, { email: 'ann@acme.co' }] },
    recording: { ...nested.recording, duration_in_minutes: 'long', url: 'not an address' },
  })
  expect(reading.fields).toMatchObject({ title: 'Sales Call', summary: '## Summary' })
  expect(reading.fields.duration_minutes).toBeUndefined()
  expect(reading.ids).toEqual({ recordingId: '12345', shareId: 'tok-1' })
  expect(reading.attendees).toEqual([{ email: 'ann@acme.co' }])
  expect(reading.problems).toHaveLength(3)
})

test.each([
  ['text', 'hello'],
  ['null', null],
  ['broken JSON in data', { data: '{' }],
  ['wrappers in wrappers', { data: { data: { data: { data: { data: '{}' } } } } }],
])('%s is reported as no meeting', (_, body) => {
  expect(readPayloads(body)).toEqual([{ problem: expect.any(String) }])
})

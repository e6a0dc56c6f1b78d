/** Meetings for the emulator: believable, the same every time, in Fathom's own form. */

type Speaker = {
  readonly display_name: string
  readonly matched_calendar_invitee_email?: string | null
}

export type EmulatedMeeting = {
  readonly recording_id: number
  readonly title: string
  readonly meeting_title: string | null
  readonly url: string
  readonly share_url: string
  readonly created_at: string
  readonly scheduled_start_time: string
  readonly scheduled_end_time: string
  readonly recording_start_time: string
  readonly recording_end_time: string
  readonly meeting_type: string | null
  readonly shared_with: string
  readonly transcript_language: string
  readonly calendar_invitees_domains_type: 'only_internal' | 'one_or_more_external'
  readonly calendar_invitees: readonly {
    readonly name: string | null
    readonly email: string | null
    readonly email_domain: string | null
    readonly is_external: boolean
    readonly matched_speaker_display_name: string | null
  }[]
  readonly recorded_by: {
    readonly name: string
    readonly email: string
    readonly email_domain: string
    readonly team: string | null
  }
  readonly transcript: readonly { speaker: Speaker; text: string; timestamp: string }[] | null
  readonly default_summary: { template_name: string; markdown_formatted: string } | null
  readonly action_items: readonly Record<string, unknown>[]
  readonly crm_matches: Record<string, unknown>
}

export type MeetingWishes = Partial<Omit<EmulatedMeeting, 'recording_id'>> & {
  /** Address of the person who recorded. */
  readonly recorder?: string
}

const customers = [
  ['Nadia Okafor', 'nadia@lumen.example', 'Lumen Logistics'],
  ['Tomás Rivera', 'tomas@ferrocarril.example', 'Ferrocarril del Sur'],
  ['Mei Tanaka', 'mei@kitsune.example', 'Kitsune Robotics'],
  ['Oliver Brandt', 'oliver@brandt.example', 'Brandt & Söhne'],
  ['Priya Raman', 'priya@saffron.example', 'Saffron Foods'],
] as const
const topics = ['Discovery', 'Demo', 'Pricing', 'Security review', 'Kick-off'] as const
const minuteMs = 60_000
const defaultRecorder = 'rep@acme.example'

/** The meeting of this number, counted from 1; a higher one was recorded later. */
export function emulatedMeeting(number: number, wishes: MeetingWishes = {}): EmulatedMeeting {
  const { recorder = defaultRecorder, ...fields } = wishes
  const [name, email, company] = pick(customers, number)
  const topic = pick(topics, Math.floor(number / customers.length))
  const start = Date.UTC(2026, 0, 5, 9) + number * 26 * 60 * minuteMs
  const minutes = 20 + ((number * 7) % 40)
  const at = (ms: number) => new Date(start + ms).toISOString().replace('.000Z', 'Z')
  const recordingId = 88_000_000 + number
  const title = `${company}: ${topic}`
  return {
    recording_id: recordingId,
    title,
    meeting_title: title,
    // The number of the address is not the id of the recording.
    url: `https://fathom.video/calls/${500_000 + number}`,
    share_url: `https://fathom.video/share/emu${number}Token`,
    created_at: at((minutes + 2) * minuteMs),
    scheduled_start_time: at(0),
    scheduled_end_time: at(30 * minuteMs),
    recording_start_time: at(minuteMs),
    recording_end_time: at((minutes + 1) * minuteMs),
    meeting_type: null,
    shared_with: 'no_teams',
    transcript_language: 'en',
    calendar_invitees_domains_type: 'one_or_more_external',
    calendar_invitees: [invitee('Robin Rep', recorder, false), invitee(name, email, true)],
    recorded_by: {
      name: 'Robin Rep',
      email: recorder,
      email_domain: recorder.split('@')[1] ?? '',
      team: 'Sales',
    },
    transcript: conversation(name, email, recorder, minutes),
    default_summary: {
      template_name: 'General',
      markdown_formatted: `## Purpose\n\n${topic} with ${company}.\n\n## Takeaways\n\n- ${name} wants a proposal.`,
    },
    action_items: [
      {
        description: `Send ${name} the proposal`,
        user_generated: false,
        completed: false,
        recording_timestamp: '00:10:15',
        recording_playback_url: `https://fathom.video/calls/${500_000 + number}?timestamp=615`,
        assignee: { name: 'Robin Rep', email: recorder, team: 'Sales' },
      },
    ],
    crm_matches: { error: 'No CRM connected' },
    ...fields,
  }
}

function invitee(name: string, email: string, isExternal: boolean) {
  return {
    name,
    email,
    email_domain: email.split('@')[1] ?? null,
    is_external: isExternal,
    matched_speaker_display_name: name,
  }
}

function conversation(name: string, email: string, recorder: string, minutes: number) {
  const rep = { display_name: 'Robin Rep', matched_calendar_invitee_email: recorder }
  const customer = { display_name: name, matched_calendar_invitee_email: email }
  const lines: [Speaker, string][] = [
    [rep, 'Thanks for making the time today. What would you like to get out of this call?'],
    [customer, 'We lose a day a week copying notes between systems, and I want that back.'],
    [rep, 'How many people does that concern?'],
    [customer, 'Twelve. What would it cost us?'],
    [rep, 'Let me send you a proposal by Friday, with the price for twelve.'],
    [customer, 'Good. Then we can decide next week.'],
  ]
  const stepS = Math.floor((minutes * 60) / lines.length)
  return lines.map(([speaker, text], index) => ({ speaker, text, timestamp: clock(index * stepS) }))
}

/** HH:MM:SS */
function clock(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().slice(11, 19)
}

function pick<T>(list: readonly T[], number: number): T {
  return list[number % list.length] as T
}

export type Content = {
  readonly transcript: boolean
  readonly summary: boolean
  readonly actionItems: boolean
  readonly crmMatches: boolean
}

/** The meeting with as much content as was asked for. */
export function shownMeeting(meeting: EmulatedMeeting, content: Content): Record<string, unknown> {
  const { transcript, default_summary, action_items, crm_matches, ...plain } = meeting
  return {
    ...plain,
    ...(content.transcript && { transcript }),
    ...(content.summary && { default_summary }),
    ...(content.actionItems && { action_items }),
    ...(content.crmMatches && { crm_matches }),
  }
}

/** The first so many meetings. */
export function emulatedMeetings(count: number, wishes: MeetingWishes = {}): EmulatedMeeting[] {
  return Array.from({ length: count }, (_, index) => emulatedMeeting(index + 1, wishes))
}

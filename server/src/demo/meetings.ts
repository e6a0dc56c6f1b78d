import type { Contact } from './contacts.ts'
import type { Deal, World } from './deals.ts'
import { type Dice, dayMs, inOfficeHours, momentOf } from './dice.ts'
import { meetingTexts, type MeetingText } from './meeting-texts.ts'
import type { DemoRow } from './queries.ts'

const upcomingChance = 0.3
const minuteMs = 60_000

export type Meetings = {
  readonly meetings: DemoRow<'conversation'>[]
  readonly attendees: DemoRow<'conversation_attendee'>[]
  readonly actionItems: DemoRow<'conversation_action_item'>[]
}

/** One meeting for most stages of a deal, and a coming one for some open deals. */
export function makeMeetings({ dice }: World, deals: readonly Deal[]): Meetings {
  const made: Meetings = { meetings: [], attendees: [], actionItems: [] }
  for (const deal of deals) {
    for (const [index, { stage, atMs }] of deal.path.entries()) {
      if (stage.outcome === 'lost' || !dice.chance(0.75)) continue
      const untilMs = deal.path[index + 1]?.atMs ?? dice.nowMs
      const startMs = inOfficeHours(dice, atMs + dice.faker.number.float() * (untilMs - atMs))
      addMeeting(dice, made, deal, { startMs, text: dice.pick(meetingTexts(stage.key)) })
    }
    if (deal.status !== 'open' || !dice.chance(upcomingChance)) continue
    const startMs = inOfficeHours(dice, dice.nowMs + dice.between(1, 14) * dayMs)
    const stage = deal.path.at(-1)?.stage.key ?? 'sql'
    addMeeting(dice, made, deal, { startMs, text: dice.pick(meetingTexts(stage)) })
  }
  return made
}

type Held = { readonly startMs: number; readonly text: MeetingText }

function addMeeting(dice: Dice, made: Meetings, deal: Deal, { startMs, text }: Held): void {
  const id = dice.idAt(Math.min(startMs, dice.nowMs))
  const minutes = dice.pick([20, 25, 30, 30, 45, 55, 60])
  const endMs = startMs + minutes * minuteMs
  const guests = deal.people.slice(0, dice.between(1, 3))
  const isPast = endMs < dice.nowMs
  made.meetings.push({
    ...toMeeting(dice, deal, text),
    id,
    started_at: momentOf(startMs),
    ended_at: momentOf(endMs),
    duration_minutes: minutes,
    contact_id: guests[0]?.id ?? null,
    created_at: momentOf(isPast ? endMs : Math.min(startMs - 3 * dayMs, dice.nowMs)),
    updated_at: momentOf(isPast ? endMs : Math.min(startMs - 3 * dayMs, dice.nowMs)),
    ...(isPast ? measured(dice, text, deal) : notHeld),
  })
  made.attendees.push(...attendeesOf(dice, id, deal, guests))
  if (!isPast) return
  for (const [index, title] of dice.faker.helpers
    .arrayElements(text.actions, { min: 1, max: 3 })
    .entries()) {
    made.actionItems.push(
      actionItem(dice, { id, endMs, position: index + 1 }, deal, fill(title, deal)),
    )
  }
}

function toMeeting({ faker }: Dice, { company, id }: Deal, text: MeetingText) {
  const share = faker.string.alphanumeric(20)
  return {
    kind: 'meeting',
    title: `${company.name} – ${text.title}`,
    meeting_type: text.type,
    fathom_recording_id: faker.string.numeric({ length: 9, allowLeadingZeros: false }),
    share_id: share,
    share_url: `https://fathom.example/share/${share}`,
    owner_email: company.owner.email,
    team_name: 'Sales',
    company_id: company.id,
    deal_id: id,
    owner_id: company.owner.userId,
  }
}

const notHeld = {
  fathom_recording_id: null,
  share_id: null,
  share_url: null,
  summary: null,
  sentiment_score: null,
  coach_rating: null,
  coach_summary: null,
  talk_time_rep_pct: null,
  talk_time_customer_pct: null,
  talk_time_judgement: null,
}

/** Deals that were won went better, with the customer talking more. */
function measured({ between, faker, pick }: Dice, text: MeetingText, deal: Deal) {
  const lift = deal.status === 'won' ? 1 : deal.status === 'lost' ? -1 : 0
  const rep = between(44, 66) - 4 * lift
  return {
    summary: fill(faker.helpers.arrayElements(text.sentences, { min: 3, max: 5 }).join(' '), deal),
    sentiment_score: Math.round(between(-20, 70) + 20 * lift) / 100,
    coach_rating: between(52, 84) + 8 * lift,
    coach_summary: pick(text.coaching),
    talk_time_rep_pct: rep,
    talk_time_customer_pct: 100 - rep,
    talk_time_judgement: rep > 60 ? 'high' : rep < 45 ? 'low' : 'good',
  }
}

function attendeesOf(dice: Dice, meeting: string, deal: Deal, guests: readonly Contact[]) {
  const { owner } = deal.company
  const host = {
    name: owner.name,
    email: owner.email,
    is_external: false,
    role: 'host',
    contact_id: null,
  }
  const others = guests.map(({ id, name, email, title }) => ({
    name,
    email,
    is_external: true,
    role: title,
    contact_id: id,
  }))
  return [host, ...others].map((person, index) => ({
    id: dice.idAt(dice.nowMs),
    conversation_id: meeting,
    position: index + 1,
    ...person,
  }))
}

type Place = { readonly id: string; readonly endMs: number; readonly position: number }

function actionItem(dice: Dice, { id, endMs, position }: Place, deal: Deal, title: string) {
  const { owner } = deal.company
  const deadlineMs = inOfficeHours(dice, endMs + dice.between(2, 12) * dayMs)
  return {
    id: dice.idAt(endMs),
    conversation_id: id,
    position,
    title,
    assignee_name: owner.name,
    assignee_email: owner.email,
    priority: dice.pick(['low', 'medium', 'medium', 'high']),
    category: 'follow_up',
    deadline_at: momentOf(deadlineMs),
    completed: deadlineMs < dice.nowMs && dice.chance(0.8),
    ai_generated: dice.chance(0.7),
    timestamp_seconds: dice.between(60, 1_100),
    playback_url: null,
  }
}

function fill(text: string, { company, people, product, seats }: Deal): string {
  return text
    .replaceAll('{company}', company.name)
    .replaceAll('{name}', people[0]?.name ?? 'The customer')
    .replaceAll('{product}', product.toLowerCase())
    .replaceAll('{seats}', String(seats))
}

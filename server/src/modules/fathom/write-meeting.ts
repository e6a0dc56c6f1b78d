import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { type Colleague, isOfOurCompany, selectColleagues } from '../conversations/index.ts'
import { changeMeeting, insertMeeting } from '../crm/index.ts'
import { actingFor } from '../../platform/access.ts'
import type { AttendeeFact, MeetingFacts } from './facts-rules.ts'
import { type Relations, relate } from './find-people.ts'
import { finishMeeting, type Meeting } from './meeting-queries.ts'
import {
  type AttendeeRow,
  changedFields,
  type ItemRow,
  mergedAttendees,
  mergedItems,
  untitled,
  type WireFields,
} from './meeting-row-rules.ts'
import { getSettings } from './people-queries.ts'
import type { ToldMeeting } from './told-meeting.ts'
import { isExternal, recorderOf } from './who-rules.ts'

export type Writing = {
  readonly told: ToldMeeting
  /** Undefined makes a new one. */
  readonly target: Meeting | undefined
  /** The same meeting under other ids, to become one with the target. */
  readonly others: readonly Meeting[]
  readonly before: MeetingFacts
  readonly after: MeetingFacts
  readonly absorb: (id: string, principal: Principal) => Promise<void>
}

/** Writes the meeting's record with its people; answers its id and whether anything changed. */
export async function writeMeeting(
  tx: Executor,
  context: Context,
  writing: Writing,
): Promise<{ readonly id: string; readonly changed: boolean }> {
  const { told, target, before, after } = writing
  const { workspaceId } = told
  const settings = await getSettings(tx, workspaceId)
  const members = await selectColleagues(tx, workspaceId)
  const fallback = told.userId ?? settings.ownerId
  const owner = ownerOf(writing, members, fallback)
  const principal = actingFor(workspaceId, fallback)
  const caller = { context, principal }
  const external = (fact: AttendeeFact) =>
    isExternal(fact, members, (email) => isOfOurCompany(email, members))
  const relations = await relate(tx, caller, {
    isNews: !target || differs([before.attendees, before.crm], [after.attendees, after.crm]),
    guests: after.attendees.filter(external),
    crm: after.crm,
    ownerId: owner ?? fallback,
    source: sourceOf(told),
    mayCreate: settings.leadsFromMeetings,
  })
  const row = {
    ...changedFields(before, after),
    ...listsOf(writing, external),
    ...relationsOf(writing, relations),
    ...(owner !== undefined && { owner_user_id: owner }),
  }
  if (target) await writing.absorb(target.id, principal)
  const id = target?.id ?? (await create(tx, caller, row))
  const changed = Object.keys(row).length > 0
  if (target && changed) await changeMeeting(tx, caller, { ...row, id })
  if (changed) {
    await finishMeeting(tx, workspaceId, id, {
      language: after.fields.language,
      coachRatingRaw: after.fields.coach_rating_raw,
      source: target ? undefined : sourceOf(told),
    })
  }
  return { id, changed }
}

type Acting = { readonly context: Context; readonly principal: Principal }

async function create(tx: Executor, caller: Acting, row: WireFields): Promise<string> {
  const { principal } = caller
  const complete = { title: untitled, owner_user_id: principal.userId, ...row }
  const id = await insertMeeting(tx, caller, complete)
  // Another request was faster by a moment; the next try finds its meeting.
  if (id === undefined) throw Object.assign(new Error('The meeting exists.'), { code: '23505' })
  return id
}

function sourceOf({ door }: ToldMeeting): 'fathom' | 'meetings_webhook' {
  return door === 'meetings_webhook' ? 'meetings_webhook' : 'fathom'
}

/** A new meeting has an owner; a known one gets another only when a door has news of who recorded. */
function ownerOf(
  { target, before, after }: Writing,
  members: readonly Colleague[],
  fallback: string,
): string | undefined {
  const { owner_email: email, owner_name: name } = after.fields
  const isNews = email !== before.fields.owner_email || name !== before.fields.owner_name
  if (!target) return recorderOf(after.fields, members) ?? fallback
  return isNews ? recorderOf(after.fields, members) : undefined
}

function listsOf(
  { target, others, before, after }: Writing,
  external: (fact: AttendeeFact) => boolean,
): WireFields {
  const known = target ? [target, ...others] : []
  const row: WireFields = {}
  if (others.length > 0 || differs(before.attendees, after.attendees)) {
    const rows = known.flatMap(({ attendees }) => JSON.parse(attendees) as AttendeeRow[])
    row['attendees'] = mergedAttendees(rows, after.attendees, external)
  }
  if (others.length > 0 || differs(before.actionItems, after.actionItems)) {
    const rows = known.flatMap(({ action_items }) => JSON.parse(action_items) as ItemRow[])
    row['action_items'] = mergedItems(rows, before.actionItems, after.actionItems)
  }
  return row
}

function differs(before: unknown, after: unknown): boolean {
  return JSON.stringify(before) !== JSON.stringify(after)
}

/** Whom and what the meeting is with, where that is not known yet. */
function relationsOf({ target, others }: Writing, found: Relations): WireFields {
  const row: WireFields = {}
  for (const name of ['contact_id', 'company_id', 'deal_id'] as const) {
    const kept = target?.[name] ?? undefined
    const value = others.map((other) => other[name]).find((id) => id !== null) ?? found[name]
    if (kept === undefined && value !== undefined && value !== null) row[name] = value
  }
  return row
}

import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { keepBody } from '../conversations/index.ts'
import { isIdentified, type MeetingFacts } from './facts-rules.ts'
import { absorbMeetings } from './absorb-meetings.ts'
import {
  type FactsRow,
  findByOccasion,
  findMeetings,
  keysOf,
  lockNames,
  type Meeting,
  type MeetingKey,
  type Occasion,
  saveFacts,
  saveKeys,
  selectFacts,
} from './meeting-queries.ts'
import { addFacts, type FactDoor, mergeDoors, noFacts } from './merge-rules.ts'
import { saveWords } from './save-words.ts'
import type { ToldMeeting } from './told-meeting.ts'
import { writeMeeting } from './write-meeting.ts'

export type SavedMeeting = {
  /** `deleted`: somebody deleted this meeting, and it stays so. */
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'deleted'
  readonly meetingId: string
}

/** Two that waited for each other, or met at a unique index: one of them is told to try again. */
const maxTries = 5
const worthRepeating = new Set(['40P01', '40001', '23505'])

/**
 * Saves what a door told of a meeting into its one conversation, whatever part it is, whichever door
 * told before, and however often. `also` runs in the same transaction.
 */
export async function saveMeeting(
  context: Context,
  told: ToldMeeting,
  also?: (tx: Executor, saved: SavedMeeting) => Promise<void>,
): Promise<SavedMeeting> {
  for (let tries = 1; ; tries += 1) {
    try {
      const saved = await context.db.transaction(async (tx) => {
        const outcome = await save(tx, context, told)
        await also?.(tx, outcome)
        return outcome
      })
      context.wakeRelay()
      return saved
    } catch (error) {
      const { code } = error as { code?: string }
      if (tries >= maxTries || !worthRepeating.has(code ?? '')) throw error
    }
  }
}

async function save(tx: Executor, context: Context, told: ToldMeeting): Promise<SavedMeeting> {
  const { workspaceId, reading } = told
  const keys = keysOf(reading.ids, isIdentified(reading.ids) ? undefined : told.digest)
  const occasion = occasionOf(reading)
  await lockNames(tx, namesOf(workspaceId, keys, occasion))
  const found = await findAll(tx, workspaceId, { keys, occasion })
  const live = found.filter(({ deleted }) => !deleted)
  const [target, ...others] = live
  const [gone] = found
  if (!target && gone) return { outcome: 'deleted', meetingId: gone.id }

  const rows = await selectFacts(
    tx,
    workspaceId,
    live.map(({ id }) => id),
  )
  const before = factsOf(rows.filter((row) => row.conversation_id === target?.id))
  const after = withTold(factsOf(rows), told)
  const written = await writeMeeting(tx, context, {
    told,
    target,
    others,
    before: mergeDoors(before),
    after: mergeDoors(after),
    absorb: (id, principal) =>
      absorbMeetings(tx, context, { workspaceId, id, others, rows, principal }),
  })
  const { id } = written
  await saveKeys(tx, workspaceId, id, keys)
  await saveAllFacts(tx, workspaceId, id, { after, rows, told })
  const heard = await saveWords(tx, context, {
    told,
    meetingId: id,
    merged: mergeDoors(after),
    rows,
  })
  const changed = written.changed || heard || others.length > 0
  const outcome = target ? (changed ? 'updated' : 'unchanged') : 'created'
  if (outcome !== 'unchanged') {
    await keepBody(tx, {
      workspaceId,
      id: context.newId(),
      door: told.door === 'meetings_webhook' ? 'meetings_webhook' : 'fathom',
      conversationId: id,
      body: told.body,
      receivedAt: context.now(),
    })
  }
  return { outcome, meetingId: id }
}

/** What can be known of a meeting without any id. */
function occasionOf({ fields }: MeetingFacts): Occasion | undefined {
  const { owner_email: email, title, started_at: startedAt } = fields
  if (email === undefined || title === undefined || startedAt === undefined) return undefined
  return { email, title, startedAt }
}

function namesOf(
  workspaceId: string,
  keys: readonly MeetingKey[],
  occasion: Occasion | undefined,
): string[] {
  const names = keys.map(({ kind, value }) => `${kind} ${value}`)
  if (occasion) names.push(`occasion ${occasion.email} ${occasion.title.toLowerCase()}`)
  return names.map((name) => `${workspaceId} ${name}`)
}

/** All conversations that are this meeting; deleted ones only where there is no other. */
async function findAll(
  tx: Executor,
  workspaceId: string,
  { keys, occasion }: { keys: readonly MeetingKey[]; occasion: Occasion | undefined },
): Promise<Meeting[]> {
  const identified = keys.some(({ kind }) => kind !== 'digest')
  let found = await findMeetings(tx, workspaceId, keys)
  // Whoever held them may have joined them with others meanwhile; in a new look, that is seen.
  for (let looks = 0; found.length > 0 && looks < maxTries; looks += 1) {
    const again = await findMeetings(tx, workspaceId, keys)
    const same = again.map(({ id }) => id).join() === found.map(({ id }) => id).join()
    found = again
    if (same) break
  }
  if (found.some(({ deleted }) => !deleted) || !occasion) return found
  const byOccasion = await findByOccasion(tx, workspaceId, occasion, !identified)
  return byOccasion ? [byOccasion] : found
}

type Known = Partial<Record<FactDoor, MeetingFacts>>

function factsOf(rows: readonly FactsRow[]): Known {
  const known: Known = {}
  for (const { door, facts } of rows) {
    const name = door as FactDoor
    known[name] = addFacts(known[name] ?? noFacts, JSON.parse(facts) as MeetingFacts)
  }
  return known
}

function withTold(known: Known, { door, reading }: ToldMeeting): Known {
  const { ids, fields, attendees, actionItems, crm } = reading
  const facts = { ids, fields, attendees, actionItems, crm }
  return { ...known, [door]: addFacts(known[door] ?? noFacts, facts) }
}

async function saveAllFacts(
  tx: Executor,
  workspaceId: string,
  conversation_id: string,
  { after, rows, told }: { after: Known; rows: readonly FactsRow[]; told: ToldMeeting },
): Promise<void> {
  for (const [door, facts] of Object.entries(after)) {
    const had = rows.some((row) => row.door === door && row.has_transcript)
    const has_transcript = had || (door === told.door && told.reading.transcript.length > 0)
    await saveFacts(tx, workspaceId, {
      conversation_id,
      door,
      has_transcript,
      facts: JSON.stringify(facts),
    })
  }
}

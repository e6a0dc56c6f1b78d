import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import type { Event, Subscriber } from '../../platform/events/event.ts'
import { zonesOfNumber } from '../../providers/number-zones/index.ts'
import { momentOf } from '../calling-rules/index.ts'
import { addCounts, type CountChange, moved } from './count-queries.ts'
import {
  cancelFollowUps,
  insertFollowUp,
  insertZone,
  selectCallsOfTask,
  selectStanding,
  type Standing,
} from './follow-up-queries.ts'
import { type FollowUp, followUpOf, isTooLate, type ToldCall } from './follow-up-rules.ts'
import { hastenLane, lockLane, notifyDialers } from './lane-queries.ts'

const dayMs = 86_400_000

/**
 * Makes calls of the follow-ups that captured calls ask for, and calls them off when the call says so or
 * somebody has done the task. In the relay's transaction, so each exactly once.
 */
export function planFollowUps(context: Context): Subscriber {
  return {
    name: 'follow-up-calls',
    events: ['call.captured', 'call.updated', 'call.deleted', 'task.completed', 'task.deleted'],
    async handle(tx, events) {
      const told = events.filter(mayMatter)
      if (told.length === 0) return
      const workspaceIds = [...new Set(told.map(({ workspaceId }) => workspaceId))]
      for (const standing of await selectStanding(tx, workspaceIds)) {
        const own = told.filter(({ workspaceId }) => workspaceId === standing.workspaceId)
        await plan(tx, context, standing, own)
      }
    },
  }
}

/** Most calls ask for nothing, and reading all of their payloads would be half of the work. */
function mayMatter({ name, payload }: Event): boolean {
  return name !== 'call.captured' || payload.includes('"auto_call_followup":true')
}

async function plan(
  tx: Executor,
  context: Context,
  standing: Standing,
  events: readonly Event[],
): Promise<void> {
  if (!(await lockLane(tx, standing))) return
  const changes: CountChange[] = []
  for (const event of events) {
    const step = event.name.startsWith('task.') ? callOff : planCall
    changes.push(...(await step(tx, context, standing, event)))
  }
  if (changes.length === 0) return
  await addCounts(tx, standing, changes)
  await hastenLane(tx, standing, context.now())
  await notifyDialers(tx)
}

async function callOff(
  tx: Executor,
  { now }: Context,
  standing: Standing,
  { workspaceId, subjectId }: Event,
): Promise<CountChange[]> {
  let cancelled = 0
  for (const callId of await selectCallsOfTask(tx, workspaceId, subjectId)) {
    cancelled += await cancelFollowUps(tx, standing, { callId, except: null, at: now() })
  }
  return moved('PENDING', 'CANCELLED', cancelled)
}

async function planCall(
  tx: Executor,
  context: Context,
  standing: Standing,
  { subjectId: callId, payload }: Event,
): Promise<CountChange[]> {
  const at = context.now()
  const wanted = followUpOf(JSON.parse(payload) as ToldCall)
  const except = wanted?.key ?? null
  const cancelled = await cancelFollowUps(tx, standing, { callId, except, at })
  const changes = moved('PENDING', 'CANCELLED', cancelled)
  if (!wanted) return changes
  const midnight = Date.parse(`${wanted.date}T00:00:00Z`)
  const dueAt = momentOf(standing.timeZone, midnight / dayMs, wanted.minute)
  if (isTooLate(dueAt, at)) return changes
  return [...changes, ...(await add(tx, context, standing, { ...wanted, dueAt }))]
}

async function add(
  tx: Executor,
  { newId, now }: Context,
  standing: Standing,
  { key, number, name, variables, dueAt }: FollowUp & { readonly dueAt: Date },
): Promise<CountChange[]> {
  const zones = zonesOfNumber(number).join('&')
  const isKnown = zones !== ''
  await insertZone(tx, standing, zones)
  const row = {
    id: newId(),
    key,
    number,
    name: name?.slice(0, 200) ?? null,
    variables: JSON.stringify(variables),
    zones,
    status: isKnown ? 'PENDING' : 'SKIPPED',
    skipReason: isKnown ? null : 'no_time_zone',
    dueAt,
  } as const
  const made = await insertFollowUp(tx, standing, row, now())
  if (!made) return []
  if (made.former !== null) return moved(made.former, made.status)
  return [
    { kind: 'status', name: made.status, by: 1 },
    ...(isKnown ? [] : [{ kind: 'skip', name: 'no_time_zone', by: 1 } as const]),
  ]
}

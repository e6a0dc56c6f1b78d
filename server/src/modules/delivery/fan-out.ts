import type { Executor } from '../../platform/db/database.ts'
import {
  type EventConditions,
  matchesConditions,
  matchesName,
} from '../../platform/events/event-filter.ts'
import type { Event, Subscriber } from '../../platform/events/event.ts'
import { agentBodyOf } from './agent-body-rules.ts'
import { bodyOf, type Told } from './body-rules.ts'
import { deliveryIdOf } from './delivery-id.ts'
import {
  insertDeliveries,
  insertMessages,
  type NewDelivery,
  noteLanes,
  notifySenders,
  selectRosters,
  selectSubscriptions,
  selectWaitingSubjects,
  type Subscription,
} from './fan-out-queries.ts'

type Subscribed = Subscription & { readonly conditions: EventConditions | undefined }
type Roster = { readonly version: number; readonly endpoints: readonly Subscribed[] }

/** An event and one endpoint that wants it. */
export type Match = { readonly told: Told; readonly event: Event; readonly endpoint: Subscribed }

/** Workspaces whose endpoints are remembered. */
const maxRosters = 1_000

/** Turns every event into deliveries to the endpoints that want it, in the relay's transaction. */
export function fanOutEvents(): Subscriber {
  const rosters = new Map<string, Roster>()
  return {
    name: 'webhooks',
    events: '*',
    async handle(tx, events) {
      const current = await rostersOf(tx, rosters, events)
      if (current.size === 0) return
      const matches = events.flatMap((event) =>
        matchesOf(event, current.get(event.workspaceId)?.endpoints ?? []),
      )
      if (matches.length > 0) await queueDeliveries(tx, matches, 'event')
    },
  }
}

async function rostersOf(
  tx: Executor,
  known: Map<string, Roster>,
  events: readonly Event[],
): Promise<ReadonlyMap<string, Roster>> {
  const workspaceIds = [...new Set(events.map(({ workspaceId }) => workspaceId))]
  const current = new Map<string, Roster>()
  for (const { workspaceId, version } of await selectRosters(tx, workspaceIds)) {
    let roster = known.get(workspaceId)
    if (roster?.version !== version) {
      const endpoints = (await selectSubscriptions(tx, workspaceId)).map(subscribed)
      roster = { version, endpoints }
      if (known.size >= maxRosters) known.clear()
      known.set(workspaceId, roster)
    }
    if (roster.endpoints.length > 0) current.set(workspaceId, roster)
  }
  return current
}

export function subscribed(endpoint: Subscription): Subscribed {
  const conditions = JSON.parse(endpoint.filters) as EventConditions
  return { ...endpoint, conditions: Object.keys(conditions).length > 0 ? conditions : undefined }
}

/** The endpoints that want an event, each with what is to be told. */
export function matchesOf(event: Event, endpoints: readonly Subscribed[]): Match[] {
  const wanting = endpoints.filter(
    (endpoint) => matchesName(endpoint.events, event.name) && !isAbout(event, endpoint),
  )
  if (wanting.length === 0) return []
  const told: Told = {
    id: event.id,
    workspaceId: event.workspaceId,
    event: event.name,
    timestamp: event.createdAt,
    data: JSON.parse(event.payload) as unknown,
  }
  return wanting
    .filter(({ conditions }) => !conditions || matchesConditions(conditions, told.data))
    .map((endpoint) => ({ told, event, endpoint }))
}

/** An endpoint is not told of its own failures: that would fail, and be told again. */
function isAbout({ name, subjectId, payload }: Event, { id }: Subscription): boolean {
  if (name.startsWith('webhook.')) return subjectId === id
  return name === 'message.exhausted' && payload.includes(id)
}

/** Adds deliveries, and answers how many were new. */
export async function queueDeliveries(
  tx: Executor,
  matches: readonly Match[],
  trigger: 'event' | 'replay',
): Promise<number> {
  const before = await noteLanes(tx, lanesOf(matches))
  const isHeld = await holding(tx, matches)
  const messages = new Map(matches.map((match) => [match.told.id, match]))
  await insertMessages(
    tx,
    [...messages.values()].map(({ told, event }) => ({
      workspaceId: told.workspaceId,
      id: told.id,
      event: told.event,
      subjectType: event.subjectType,
      subjectId: event.subjectId,
      timestamp: told.timestamp,
      body: bodyOf(told),
    })),
  )
  const given = new Map(before)
  const deliveries = matches.map(({ told, event, endpoint }): NewDelivery => {
    const sequence = endpoint.fifo ? (given.get(endpoint.id) ?? 0) + 1 : null
    if (sequence !== null) given.set(endpoint.id, sequence)
    return {
      workspaceId: told.workspaceId,
      endpointId: endpoint.id,
      id: deliveryIdOf(endpoint.id, told.id),
      messageId: told.id,
      event: told.event,
      subjectId: event.subjectId,
      trigger,
      sequence,
      body: ownBody(told, endpoint, sequence),
      isHeld: isHeld(endpoint, event.subjectId),
    }
  })
  const added = await insertDeliveries(tx, deliveries)
  await notifySenders(tx)
  return added
}

function ownBody(told: Told, { kind }: Subscription, sequence: number | null): string | null {
  if (kind === 'agent') return agentBodyOf(told)
  return sequence === null ? null : bodyOf(told, sequence)
}

function lanesOf(matches: readonly Match[]) {
  const lanes = new Map<string, { endpoint: Subscription; matches: number }>()
  for (const { endpoint } of matches) {
    const lane = lanes.get(endpoint.id)
    if (lane) lane.matches += 1
    else lanes.set(endpoint.id, { endpoint, matches: 1 })
  }
  return [...lanes.values()].map(({ endpoint, matches: count }) => ({
    workspaceId: endpoint.workspaceId,
    endpointId: endpoint.id,
    numbers: endpoint.fifo ? count : 0,
    isPaused: endpoint.isPaused,
  }))
}

/** Tells, match by match, whether an earlier event of the subject is still on its way. */
async function holding(tx: Executor, matches: readonly Match[]) {
  const ordered = matches.filter(({ endpoint }) => endpoint.fifo)
  if (ordered.length === 0) return () => false
  const subjects = ordered.map(({ endpoint, event }) => ({
    workspaceId: endpoint.workspaceId,
    endpointId: endpoint.id,
    subjectId: event.subjectId,
  }))
  const keyOf = (endpointId: string, subjectId: string) => `${endpointId} ${subjectId}`
  const waiting = await selectWaitingSubjects(tx, subjects)
  const busy = new Set(waiting.map((one) => keyOf(one.endpointId, one.subjectId)))
  return ({ id, fifo }: Subscription, subjectId: string): boolean => {
    if (!fifo) return false
    const key = keyOf(id, subjectId)
    const isBusy = busy.has(key)
    busy.add(key)
    return isBusy
  }
}

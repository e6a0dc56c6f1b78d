import { eventCatalogue } from '@parley/contract'

/** What has to be counted anew, as an event tells it. */
export type Change = {
  readonly workspaceId: string
  readonly conversationId?: string
  readonly taskId?: string
  readonly ownerId?: string
  /** YYYY-MM-DD, or else `moment`. */
  readonly day?: string
  readonly moment?: string
}

type Told = { readonly workspaceId: string; readonly name: string; readonly payload: string }
type Data = Readonly<Record<string, unknown>>

const ofConversations =
  /^(call|meeting|recording|transcript)\.|^conversation\.(measured|evaluated)$/
const ofRecords = /^(deal|task|activity)\./

/** Names of all events that reports depend on. */
export const reportedEvents: readonly string[] = eventCatalogue
  .map(({ name }) => name)
  .filter((name) => ofConversations.test(name) || ofRecords.test(name))

export function changesOf({ workspaceId, name, payload }: Told): Change[] {
  const data = JSON.parse(payload) as Data
  if (ofConversations.test(name)) {
    const conversationId = conversationIdOf(data)
    return conversationId === undefined ? [] : [{ workspaceId, conversationId }]
  }
  const [resource = ''] = name.split('.')
  const places = placesOf(resource, data).map((place) => ({ workspaceId, ...place }))
  const taskId = resource === 'task' ? idIn(data, 'id') : undefined
  return taskId === undefined ? places : [...places, { workspaceId, taskId }]
}

function conversationIdOf(data: Data): string | undefined {
  return (
    idIn(data, 'conversation_id') ??
    idIn(data['conversation'], 'id') ??
    idIn(data['recording'], 'conversation_id') ??
    idIn(data['call'], 'conversation_id') ??
    idIn(data, 'id')
  )
}

function idIn(data: unknown, name: string): string | undefined {
  const value = typeof data === 'object' && data !== null ? (data as Data)[name] : undefined
  return typeof value === 'string' ? value : undefined
}

type Fields = { owner: string; days: readonly string[]; moments: readonly string[] }

const fieldsOf: Readonly<Record<string, Fields>> = {
  deal: { owner: 'owner_id', days: [], moments: ['closed_at'] },
  task: { owner: 'assignee_id', days: ['due_date'], moments: ['completed_at'] },
  activity: { owner: 'owner_id', days: ['date'], moments: [] },
}

/** Where the record is counted, and where it was before it changed. */
function placesOf(resource: string, data: Data): Omit<Change, 'workspaceId'>[] {
  const fields = fieldsOf[resource]
  if (!fields) return []
  const both = (name: string) =>
    [data[name], (data['previous'] as Data | undefined)?.[name]].filter(
      (value): value is string => typeof value === 'string' && value !== '',
    )
  const days = fields.days.flatMap(both).map((day) => ({ day: day.slice(0, 10) }))
  const moments = fields.moments.flatMap(both).map((moment) => ({ moment }))
  return both(fields.owner).flatMap((ownerId) =>
    [...days, ...moments].map((time) => ({ ownerId, ...time })),
  )
}

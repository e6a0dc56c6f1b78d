import type { CallConversation, CallLogEntry } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { deleteRecording, linkToRecording } from '../recordings/index.ts'
import { webToolsOf } from '../tools/index.ts'
import { selectTurns, type Turn } from './turn-queries.ts'
import {
  type CallView,
  deleteCall as deleteRows,
  findCall,
  selectItems,
  selectLog,
  type ShownLog,
} from './view-queries.ts'
import {
  agentDetailsOf,
  callParamsOf,
  durationOf,
  lineOf,
  modelOf,
  msOf,
  outcomeResultOf,
  parsed,
  type Toolkit,
  toolkitIdsOf,
  toolkitOf,
} from './view-rules.ts'

/** How long the link of a recording plays. */
const linkS = 86_400
/** Entries that come with a call, and those of the log alone. */
const shownEntries = 1_000
const maxEntries = 10_000

const notFound = () => new AppError('CONVERSATION_NOT_FOUND', 'There is no such call of an agent.')

/** Another workspace is not told apart from one that is not there. */
export function requireProject(principal: Principal, projectId: string | undefined): void {
  if (!projectId || projectId.toLowerCase() === principal.workspaceId) return
  throw new AppError('WORKSPACE_NOT_FOUND', 'There is no such project, or it is not yours.')
}

/** A call with all that is known of it, also while it goes on. */
export async function getCall(
  context: Context,
  principal: Principal,
  { id, baseUrl }: { readonly id: string; readonly baseUrl: string },
): Promise<CallConversation> {
  const { workspaceId } = principal
  const [call, turns, log] = await Promise.all([
    findCall(context.db, principal, id),
    selectTurns(context.db, workspaceId, id),
    selectLog(context.db, workspaceId, id, { category: null, limit: shownEntries }),
  ])
  if (!call) throw notFound()
  const link = (recordingId: string) =>
    linkToRecording(context, { workspaceId, id: recordingId }, { seconds: linkS, baseUrl })
  const mediaUrl = call.recordingId === null ? null : link(call.recordingId)
  const details = call.detailsJson === null ? null : parsed(call.detailsJson)
  const toolkit = await toolkitFor(context, workspaceId, details ?? {})
  const now = context.now()
  return toConversation({ call, details, toolkit, turns, log, mediaUrl, workspaceId, now })
}

async function toolkitFor(
  context: Context,
  workspaceId: string,
  details: Fields,
): Promise<Toolkit> {
  const { toolIds, itemIds } = toolkitIdsOf(details)
  const [tools, items] = await Promise.all([
    webToolsOf(context, { workspaceId, toolIds }),
    selectItems(context.db, workspaceId, itemIds),
  ])
  return { tools, items }
}

type Fields = Readonly<Record<string, unknown>>

type Known = {
  readonly call: CallView
  readonly details: Fields | null
  readonly toolkit: Toolkit
  readonly turns: readonly Turn[]
  readonly log: readonly ShownLog[]
  readonly mediaUrl: string | null
  readonly workspaceId: string
  readonly now: Date
}

function toConversation(known: Known): CallConversation {
  const { call, details, turns, mediaUrl, workspaceId, now } = known
  const voiceAgent = { id: call.agentId, name: call.agentName }
  const seconds = durationOf(call, now)
  return {
    id: call.id,
    title: call.title,
    model: modelOf(details),
    type: 'VOICE_AGENTS',
    processingType: 'real-time',
    status: call.status,
    voiceAgentId: call.agentId,
    apiKeyId: call.apiKeyId,
    agentDetails: details && agentDetailsOf(details, call.agentId),
    jobResponse: jobResponseOf(known),
    mediaUrl,
    callParams: callParamsOf(call),
    callDuration: seconds,
    channelType: call.channel,
    callAnalysis: parsed(call.analysisJson),
    voiceAgent: { ...voiceAgent, ...toolkitOf(details ?? {}, known.toolkit) },
    logs: known.log.map(toLogEntry),
    performanceMetrics: parsed(call.performanceJson),
    totalCost: call.cost,
    usageTime: seconds,
    createdAt: call.createdAt,
    updatedAt: call.updatedAt,
    agentVersionId: call.versionId,
    agentName: call.agentName,
    projectId: workspaceId,
    direction: call.direction,
    params: parsed(call.paramsJson),
    endReason: call.endReason,
    answeredBy: call.answeredBy,
    startedAt: call.startedAt,
    ringingAt: call.ringingAt,
    answeredAt: call.answeredAt,
    endedAt: call.endedAt,
    usage: parsed(call.usageJson),
    tokens: call.tokens,
    recordingId: call.recordingId,
    contactId: call.contactId,
    campaignId: call.campaignId,
    turns: turns.map(toShownTurn),
  }
}

function jobResponseOf({ call, turns, mediaUrl }: Known): CallConversation['jobResponse'] {
  const { summary } = parsed(call.analysisJson)
  return {
    transcription: turns.map(lineOf),
    outcomeResult: outcomeResultOf(call.paramsJson, call.outcomeJson),
    summary: typeof summary === 'string' ? summary : null,
    callStartedAt: msOf(call.startedAt),
    callAnsweredAt: msOf(call.answeredAt),
    callEndedAt: msOf(call.endedAt),
    endReason: call.endReason,
    recordingUrl: mediaUrl,
  }
}

function toShownTurn(turn: Turn): CallConversation['turns'][number] {
  const { id, speaker, text, startMs, endMs, isInterrupted, nodeId, latency } = turn
  return {
    id,
    speaker,
    text,
    startMs,
    endMs,
    isInterrupted,
    nodeId,
    latency: latency && { ...latency },
  }
}

function toLogEntry(entry: ShownLog): CallLogEntry {
  const { id, category, message, nodeId, payloadJson, at, createdAt } = entry
  return {
    id,
    timestamp: at,
    category,
    message,
    node_id: nodeId,
    payload: JSON.parse(payloadJson) as unknown,
    createdAt,
    updatedAt: createdAt,
  }
}

/** What the agent did in a call. */
export async function listLog(
  { db }: Context,
  principal: Principal,
  { callId, category }: { readonly callId: string; readonly category: string | undefined },
): Promise<CallLogEntry[]> {
  const call = await findCall(db, principal, callId)
  if (!call) throw notFound()
  const wanted = { category: category || null, limit: maxEntries }
  return (await selectLog(db, principal.workspaceId, callId, wanted)).map(toLogEntry)
}

/** Deletes a call for good, with its recording and all that was made of it. */
export async function deleteCall(
  context: Context,
  principal: Principal,
  id: string,
): Promise<void> {
  const call = await findCall(context.db, principal, id)
  if (!call) throw notFound()
  if (call.endedAt === null) {
    throw new AppError('CONFLICT', 'The call goes on; end it first.')
  }
  if (call.recordingId !== null) await deleteRecording(context, principal, call.recordingId)
  if (!(await deleteRows(context.db, principal.workspaceId, id))) throw notFound()
}

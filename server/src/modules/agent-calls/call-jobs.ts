import type { CallStatus } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { linkToRecording } from '../recordings/index.ts'
import { countCalls, everyCall, type Order, selectCalls } from './list-queries.ts'
import { selectTurns } from './turn-queries.ts'
import { findCall } from './view-queries.ts'
import {
  agentDetailsOf,
  durationOf,
  lineOf,
  modelOf,
  outcomeResultOf,
  parsed,
} from './view-rules.ts'

/** How long the link of a recording plays. */
const linkS = 86_400

const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

/** A call as a job, which it is by the same id; undefined when there is none that the caller may see. */
export async function findCallJob(context: Context, principal: Principal, id: string) {
  if (!isUuid(id)) return undefined
  const { workspaceId } = principal
  const call = await findCall(context.db, principal, id)
  if (!call) return undefined
  const details = call.detailsJson === null ? null : parsed(call.detailsJson)
  const isOver = call.endedAt !== null
  const turns = isOver ? await selectTurns(context.db, workspaceId, id) : []
  const mediaUrl = call.recordingId && linkTo(context, workspaceId, call.recordingId)
  const { outcomeJson, paramsJson, endReason } = call
  const failed = call.status === 'FAILED'
  return {
    id,
    title: call.title,
    model: modelOf(details),
    type: 'VOICE_AGENTS' as const,
    processingType: 'real-time',
    status: call.status,
    progress: isOver ? 100 : 0,
    failure: failed
      ? { code: endReason ?? 'failed', message: `The call failed: ${endReason}.` }
      : null,
    webhookUrl: null,
    webhookStatus: 'NONE' as const,
    totalCost: call.cost,
    usageTime: durationOf(call, context.now()),
    fromLng: null,
    toLng: null,
    mediaUrl,
    jobResponse: isOver
      ? {
          transcription: turns.map(lineOf),
          outcomeResult: outcomeResultOf(paramsJson, outcomeJson),
          endReason,
          recordingUrl: mediaUrl,
        }
      : null,
    fromScript: null,
    toScript: null,
    relevantJobId: null,
    agentDetails: details && agentDetailsOf(details, call.agentId),
    voiceAgentId: call.agentId,
    ttsVoiceId: null,
    apiKeyId: call.apiKeyId,
    billingId: null,
    systemModelKey: modelOf(details),
    createdAt: call.createdAt,
    updatedAt: call.updatedAt,
    completedAt: call.endedAt,
  }
}

function linkTo(context: Context, workspaceId: string, id: string): string {
  return linkToRecording(context, { workspaceId, id }, { seconds: linkS })
}

type JobSearch = {
  readonly sort?: { readonly field: string; readonly direction: 'asc' | 'desc' } | null | undefined
  readonly take: number
  /** Number of the page, from 1. */
  readonly skip: number
  readonly search?: string | null | undefined
  readonly status?: string | null | undefined
}

/** Lists of jobs know other fields than lists of calls. */
const sortOf: Readonly<Record<string, Order['field']>> = {
  createdAt: 'createdAt',
  updatedAt: 'startedAt',
  title: 'agentName',
  status: 'status',
  type: 'createdAt',
}

/** Calls as the list of jobs shows them. */
export async function searchCallJobs(context: Context, principal: Principal, asked: JobSearch) {
  const { take: limit, skip, sort } = asked
  const statuses = asked.status ? [asked.status as CallStatus] : null
  const wanted = { ...everyCall, statuses, search: asked.search ?? null }
  const field = sort ? sortOf[sort.field] : undefined
  const order = sort && field ? { field, direction: sort.direction } : undefined
  const [counts, rows] = await Promise.all([
    countCalls(context.db, principal, wanted),
    selectCalls(context.db, principal, wanted, { limit, offset: (skip - 1) * limit, order }),
  ])
  const jobs = rows.map((row) => ({
    id: row.id,
    title: row.title,
    type: 'VOICE_AGENTS' as const,
    url: null,
    status: row.status,
    cost: row.cost,
    progress: row.endedAt === null ? 0 : 100,
    systemModelKey: null,
    relevantJobId: null,
    attributes: {
      apiKey: row.apiKeyId,
      mediaUrl: null,
      model: null,
      agentName: row.agentName,
      duration: durationOf(row, context.now()),
      voice: null,
      aiContentParts: null,
      sourceJob: null,
    },
    apiKey: row.apiKeyId,
    createdBy: row.ownerId,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }))
  return { ...counts, jobs }
}

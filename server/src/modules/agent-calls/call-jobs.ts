import type { JobSearch, ListedJob, MediaJob } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { JobSource } from '../media-jobs/index.ts'
import { linkToRecording } from '../recordings/index.ts'
import { type CallRow, countCalls, everyCall, type Order, selectCalls } from './list-queries.ts'
import { selectTurns, type Turn } from './turn-queries.ts'
import { type CallView, findCall } from './view-queries.ts'
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

/** Undefined when there is none that the caller may see. */
async function findJob(
  context: Context,
  principal: Principal,
  id: string,
): Promise<MediaJob | undefined> {
  const call = isUuid(id) ? await findCall(context.db, principal, id) : undefined
  if (!call) return undefined
  const { workspaceId } = principal
  const isOver = call.endedAt !== null
  const turns = isOver ? await selectTurns(context.db, workspaceId, id) : []
  const mediaUrl = call.recordingId && linkTo(context, workspaceId, call.recordingId)
  return toJob({ call, turns, mediaUrl, now: context.now() })
}

type Found = {
  readonly call: CallView
  readonly turns: readonly Turn[]
  readonly mediaUrl: string | null
  readonly now: Date
}

function toJob(found: Found): MediaJob {
  const { call, mediaUrl, now } = found
  const details = call.detailsJson === null ? null : parsed(call.detailsJson)
  return {
    id: call.id,
    title: call.title,
    model: modelOf(details),
    type: 'VOICE_AGENTS',
    processingType: 'real-time',
    status: call.status,
    progress: call.endedAt === null ? 0 : 100,
    failure: failureOf(call),
    webhookUrl: null,
    webhookStatus: 'NONE',
    totalCost: call.cost,
    usageTime: durationOf(call, now),
    fromLng: null,
    toLng: null,
    mediaUrl,
    jobResponse: responseOf(found),
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

function failureOf({ status, endReason }: CallView): MediaJob['failure'] {
  if (status !== 'FAILED') return null
  const code = endReason ?? 'failed'
  return { code, message: `The call failed: ${code}.` }
}

function responseOf({ call, turns, mediaUrl }: Found): MediaJob['jobResponse'] {
  if (call.endedAt === null) return null
  return {
    transcription: turns.map(lineOf),
    outcomeResult: outcomeResultOf(call.paramsJson, call.outcomeJson),
    endReason: call.endReason,
    recordingUrl: mediaUrl,
  }
}

function linkTo(context: Context, workspaceId: string, id: string): string {
  return linkToRecording(context, { workspaceId, id }, { seconds: linkS })
}

/** Lists of jobs know other fields than lists of calls. */
const sortOf: Readonly<Record<string, Order['field']>> = {
  createdAt: 'createdAt',
  updatedAt: 'startedAt',
  title: 'agentName',
  status: 'status',
  type: 'createdAt',
}

async function searchJobs(context: Context, principal: Principal, asked: JobSearch) {
  const { take: limit, skip, sort } = asked
  const statuses = asked.status ? [asked.status] : null
  const wanted = { ...everyCall, statuses, search: asked.search ?? null }
  const field = sort ? sortOf[sort.field] : undefined
  const order = sort && field ? { field, direction: sort.direction } : undefined
  const [counts, rows] = await Promise.all([
    countCalls(context.db, principal, wanted),
    selectCalls(context.db, principal, wanted, { limit, offset: (skip - 1) * limit, order }),
  ])
  return { ...counts, jobs: rows.map((row) => toListed(row, context.now())) }
}

function toListed(row: CallRow, now: Date): ListedJob {
  return {
    id: row.id,
    title: row.title,
    type: 'VOICE_AGENTS',
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
      duration: durationOf(row, now),
      voice: null,
      aiContentParts: null,
      sourceJob: null,
    },
    apiKey: row.apiKeyId,
    createdBy: row.ownerId,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }
}

/** A call is a job of the same id, and stands in the list of jobs that asks for calls. */
export const callsAsJobs: JobSource = {
  type: 'VOICE_AGENTS',
  find: findJob,
  search: searchJobs,
}

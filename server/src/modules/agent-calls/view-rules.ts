import type { CallConversation, CallDirection, ListedCall, MinimalCall } from '@parley/contract'

type Fields = Readonly<Record<string, unknown>>

type Numbers = {
  readonly direction: CallDirection
  readonly fromNumber: string | null
  readonly toNumber: string | null
}

/** Which number is the agent's, and which the other party's. */
export function callParamsOf({ direction, fromNumber, toNumber }: Numbers) {
  return direction === 'inbound'
    ? { userNumber: fromNumber, machineNumber: toNumber }
    : { userNumber: toNumber, machineNumber: fromNumber }
}

type Timed = { readonly answeredAt: string | null; readonly durationSeconds: number | null }

/** Seconds from the answer to the end, or until now. */
export function durationOf({ answeredAt, durationSeconds }: Timed, now: Date): number {
  if (durationSeconds !== null) return durationSeconds
  if (answeredAt === null) return 0
  return Math.max(0, now.getTime() - Date.parse(answeredAt)) / 1_000
}

export const parsed = (json: string | null): Fields =>
  json === null ? {} : (JSON.parse(json) as Fields)

export const msOf = (moment: string | null): number | null =>
  moment === null ? null : Date.parse(moment)

type Said = {
  readonly speaker: 'agent' | 'user'
  readonly text: string
  readonly gender: string | null
}

/** Each line under the name of who spoke it. */
export function lineOf({ speaker, text, gender }: Said) {
  if (speaker === 'agent') return { Agent: text }
  return gender === null ? { User: text } : { User: text, metadata: { gender } }
}

/** What was asked of the call at its start, and what came of it. */
export function outcomeResultOf(paramsJson: string, outcomeJson: string | null): Fields {
  return { ...parsed(paramsJson), ...parsed(outcomeJson) }
}

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** The definition of an agent as older clients read it: what is nested, also flat. */
export function agentDetailsOf(details: Fields, agentId: string | null): Fields {
  const { name, conversation, voice, llm, callSettings } = details
  const { greetingMessage, greetingMessageType, preamble, pokeMessages } = fieldsOf(conversation)
  const { voiceId, lang } = fieldsOf(voice)
  const flat = { greetingMessage, greetingMessageType, preamble, pokeMessages, voiceId, lang }
  const known = { ...fieldsOf(callSettings), ...flat, llmConfig: llm, agentName: name }
  const present = Object.entries(known).filter(([, value]) => value !== undefined)
  return { id: agentId, ...Object.fromEntries(present), ...details }
}

/** The language model, by the definition of the agent. */
export function modelOf(details: Fields | null): string | null {
  const { model } = fieldsOf(details?.['llm'])
  return typeof model === 'string' ? model : null
}

/** Ids of the tools and knowledge that the agent had at hand, by its definition. */
export function toolkitIdsOf(details: Fields) {
  const isText = (value: unknown) => typeof value === 'string'
  const toolIds = listOf(details['tools']).map((binding) => fieldsOf(binding)['toolId'])
  return {
    toolIds: [...new Set(toolIds.filter(isText))],
    itemIds: [...new Set(listOf(details['knowledgeBaseItemsIds']).filter(isText))],
  }
}

/** What is still known of the tools and knowledge, by id. */
export type Toolkit = {
  readonly tools: ReadonlyMap<string, Fields>
  readonly items: ReadonlyMap<string, Fields>
}

/** What of a tool is shown to those who may read calls: not where it leads, nor with which proof. */
const shownOfTools = ['persistentId', 'version', 'name', 'type', 'description', 'async', 'params']

/** What the agent had at hand. */
export function toolkitOf(
  details: Fields,
  { tools, items }: Toolkit,
): Omit<CallConversation['voiceAgent'], 'id' | 'name'> {
  const { toolIds, itemIds } = toolkitIdsOf(details)
  const webTools = toolIds.map((id) => {
    const tool: Fields = tools.get(id) ?? {}
    return { id, ...Object.fromEntries(shownOfTools.map((name) => [name, tool[name] ?? null])) }
  })
  return {
    voiceAgentWebTools: webTools.map((webTool) => ({ webTool })),
    webTools,
    voiceAgentKnowledgeBases: itemIds.map((id) => ({
      knowledgeBaseItem: { id, ...items.get(id) },
    })),
  }
}

type Row = Numbers &
  Timed & {
    readonly id: string
    readonly createdAt: string
    readonly status: MinimalCall['status']
    readonly agentId: string | null
    readonly agentName: string | null
    readonly channel: MinimalCall['channelType']
  }

export function toMinimalCall(row: Row, now: Date): MinimalCall {
  return {
    id: row.id,
    createdAt: row.createdAt,
    status: row.status,
    voiceAgentId: row.agentId,
    agentName: row.agentName,
    duration: durationOf(row, now),
    channelType: row.channel,
    callParams: callParamsOf(row),
  }
}

type ListRow = Row &
  Pick<
    ListedCall,
    | 'title'
    | 'endReason'
    | 'startedAt'
    | 'endedAt'
    | 'updatedAt'
    | 'contactId'
    | 'contactName'
    | 'campaignId'
    | 'hasRecording'
    | 'tokens'
    | 'summary'
    | 'score'
  > & {
    readonly cost: number | null
    readonly paramsJson: string
    readonly outcomeJson: string | null
  }

export function toListedCall(row: ListRow, now: Date): ListedCall {
  return {
    ...toMinimalCall(row, now),
    title: row.title,
    type: 'VOICE_AGENTS',
    direction: row.direction,
    endReason: row.endReason,
    startedAt: row.startedAt,
    answeredAt: row.answeredAt,
    endedAt: row.endedAt,
    updatedAt: row.updatedAt,
    contactId: row.contactId,
    contactName: row.contactName,
    campaignId: row.campaignId,
    hasRecording: row.hasRecording,
    totalCost: row.cost,
    tokens: row.tokens,
    summary: row.summary,
    score: row.score,
    outcomeResult: outcomeResultOf(row.paramsJson, row.outcomeJson),
  }
}

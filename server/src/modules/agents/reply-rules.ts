import type { AgentDefinition, FlatVoiceAgent, ToolBinding, VoiceAgent } from '@parley/contract'

/** An agent with one version of it, opened. */
export type Agent = {
  readonly workspaceId: string
  readonly id: string
  readonly newest: number
  readonly liveVersion: number | null
  readonly number: number
  readonly definition: AgentDefinition
  readonly hasLlmKey: boolean
  readonly hasWebhookSecret: boolean
  readonly createdAt: string
  readonly updatedAt: string
}

/** With what is kept elsewhere of it. */
export type SurroundedAgent = Agent & {
  /** The one that is shown as its number first. */
  readonly numbers: VoiceAgent['phoneNumbers']
  readonly voiceRecord: VoiceAgent['voice']['voiceRecord']
}

const hidden = (isThere: boolean) => (isThere ? '***' : null)

export function toVoiceAgent(
  agent: SurroundedAgent,
  resolvedWebTools: readonly Record<string, unknown>[],
  shows: { readonly workflow: boolean } = { workflow: true },
): VoiceAgent {
  const { definition } = agent
  const { conversation, voice, llm, callSettings, tools } = definition
  return {
    ...commonOf(agent),
    name: definition.name,
    conversation: {
      ...conversation,
      greetingMessageType:
        conversation.greetingMessageType && greetingV2[conversation.greetingMessageType],
    },
    voice: { ...voice, voiceRecordId: voice.voiceId, voiceRecord: agent.voiceRecord },
    llm: { ...llm, apiKey: hidden(agent.hasLlmKey) },
    callSettings,
    tools: [...tools],
    resolvedWebTools: [...resolvedWebTools],
    ...(shows.workflow && { workflow: definition.workflow }),
    account: { plan: null },
  }
}

const greetingV2 = { static: 'TEXT', prompt: 'PROMPT' } as const
const greetingV1 = { static: 'STATIC', prompt: 'PROMPT' } as const

export function toFlatVoiceAgent(agent: SurroundedAgent): FlatVoiceAgent {
  const { definition } = agent
  const { conversation, voice, llm, callSettings, tools } = definition
  const { provider, model, temperature, baseUrl } = llm
  const { greetingMessageType, ...texts } = conversation
  const ofAgent = tools.filter(({ nodeId }) => nodeId === null)
  return {
    ...commonOf(agent),
    ...texts,
    ...callSettings,
    greetingMessageType: greetingMessageType && greetingV1[greetingMessageType],
    noiseCancellation: callSettings.noiseCancellation?.replaceAll('_', '-') ?? null,
    agentName: definition.name,
    lang: voice.lang,
    voiceId: voice.voiceId,
    voiceRecordId: voice.voiceId,
    voiceRecord: agent.voiceRecord,
    llmConfig: {
      provider,
      modelName: model,
      temperature,
      baseUrl,
      apiKey: hidden(agent.hasLlmKey),
    },
    tools: {
      genderDetection: callSettings.genderDetection,
      smartCallEnd: callSettings.smartCallEnd,
      googleCalendar: definition.googleCalendar,
    },
    googleCalendarSettings: definition.googleCalendarSettings,
    webToolsIds: ofAgent.map(({ toolId }) => toolId),
    webToolsOverrides: overridesOf(ofAgent),
    apiKeyId: null,
    collectionId: null,
    isTemplate: false,
    icon: null,
  }
}

function overridesOf(tools: readonly ToolBinding[]): Record<string, unknown> {
  const changed = tools.filter(({ overrides }) => Object.keys(overrides).length > 0)
  return Object.fromEntries(changed.map(({ toolId, overrides }) => [toolId, overrides]))
}

function commonOf(agent: SurroundedAgent) {
  const { workspaceId, id, definition, newest, liveVersion, number, createdAt, updatedAt } = agent
  const { webhookAuthKey } = definition
  const hasAuth = webhookAuthKey !== null || agent.hasWebhookSecret
  return {
    id,
    type: definition.type,
    description: definition.description,
    outcome: definition.outcome,
    outcomeResponseShape: definition.outcomeResponseShape && { ...definition.outcomeResponseShape },
    knowledgeBaseItemsIds: definition.knowledgeBaseItemsIds,
    voiceDictionaryIds: definition.voiceDictionaryIds,
    phoneNumber: agent.numbers[0] ?? null,
    phoneNumbers: agent.numbers,
    webhookUrl: definition.webhookUrl,
    webhookAuth: hasAuth
      ? { authKey: webhookAuthKey, authSecret: hidden(agent.hasWebhookSecret) }
      : null,
    projectId: workspaceId,
    version: number,
    liveVersion: liveVersion ?? newest,
    createdAt,
    updatedAt,
  }
}

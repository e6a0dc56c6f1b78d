import type { VoiceAgent } from '@parley/contract'

/** What the editor changes of an agent, as one flat thing. */
export type Draft = {
  readonly name: string
  readonly description: string
  readonly language: string
  readonly prompt: string
  readonly greeting: string
  /** `PROMPT`: the greeting tells the model how to greet. */
  readonly greetingKind: 'TEXT' | 'PROMPT'
  readonly pokes: readonly string[]
  readonly params: Readonly<Record<string, unknown>>
  readonly voiceId: string | null
  readonly speed: number
  readonly provider: string | null
  readonly model: string
  readonly temperature: number
  readonly baseUrl: string
  /** `***` for one that is kept. */
  readonly apiKey: string
  readonly settings: Settings
  readonly dictionaries: readonly string[]
  readonly knowledge: readonly string[]
  readonly tools: VoiceAgent['tools']
  readonly outcome: string
  readonly shape: Shape | null
  readonly webhookUrl: string
  readonly authKey: string
  readonly authSecret: string
}

export type Settings = VoiceAgent['callSettings']
export type Shape = Readonly<Record<string, unknown>>

const usualSpeed = 1

const orEmpty = (text: string | null | undefined) => text ?? ''

export function draftOf(agent: VoiceAgent): Draft {
  const { conversation, voice, llm, webhookAuth } = agent
  const { speed } = voice.ttsParams
  return {
    name: agent.name,
    description: orEmpty(agent.description),
    language: voice.lang,
    prompt: conversation.preamble,
    greeting: conversation.greetingMessage,
    greetingKind: conversation.greetingMessageType ?? 'TEXT',
    pokes: conversation.pokeMessages,
    params: conversation.params,
    voiceId: voice.voiceId,
    speed: typeof speed === 'number' ? speed : usualSpeed,
    provider: llm.provider,
    model: orEmpty(llm.model),
    temperature: llm.temperature,
    baseUrl: orEmpty(llm.baseUrl),
    apiKey: orEmpty(llm.apiKey),
    settings: agent.callSettings,
    dictionaries: agent.voiceDictionaryIds,
    knowledge: agent.knowledgeBaseItemsIds,
    tools: agent.tools,
    outcome: orEmpty(agent.outcome),
    shape: agent.outcomeResponseShape,
    webhookUrl: orEmpty(agent.webhookUrl),
    authKey: orEmpty(webhookAuth?.authKey),
    authSecret: orEmpty(webhookAuth?.authSecret),
  }
}

type Body = Readonly<Record<string, unknown>>

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
/** An empty line means that there is nothing. */
const orNone = (text: string) => text.trim() || null

/** Where each part of a draft stands in the body of the API, and how it is written there. */
const places: { readonly [K in keyof Draft]: (value: Draft[K], before: Draft[K]) => Body } = {
  name: (name) => ({ name }),
  description: (text) => ({ description: orNone(text) }),
  language: (lang) => ({ voice: { lang } }),
  prompt: (preamble) => ({ conversation: { preamble } }),
  greeting: (greetingMessage) => ({ conversation: { greetingMessage } }),
  greetingKind: (greetingMessageType) => ({ conversation: { greetingMessageType } }),
  pokes: (pokes) => ({ conversation: { pokeMessages: pokes.filter((poke) => poke.trim()) } }),
  params: (params, before) => ({ conversation: { params: withRemoved(params, before) } }),
  voiceId: (voiceId) => ({ voice: { voiceId } }),
  speed: (speed) => ({ voice: { ttsParams: { speed: speed === usualSpeed ? null : speed } } }),
  provider: (provider) => ({ llm: { provider } }),
  model: (model) => ({ llm: { model: orNone(model) } }),
  temperature: (temperature) => ({ llm: { temperature } }),
  baseUrl: (baseUrl) => ({ llm: { baseUrl: orNone(baseUrl) } }),
  apiKey: (apiKey) => ({ llm: { apiKey: orNone(apiKey) } }),
  settings: (settings, before) => ({ callSettings: changed(settings, before) }),
  dictionaries: (voiceDictionaryIds) => ({ voiceDictionaryIds }),
  knowledge: (knowledgeBaseItemsIds) => ({ knowledgeBaseItemsIds }),
  tools: (tools) => ({ tools }),
  outcome: (text) => ({ outcome: orNone(text) }),
  shape: (outcomeResponseShape) => ({ outcomeResponseShape }),
  webhookUrl: (url) => ({ webhookUrl: orNone(url) }),
  authKey: (authKey) => ({ webhookAuth: { authKey: orNone(authKey) } }),
  authSecret: (authSecret) => ({ webhookAuth: { authSecret: orNone(authSecret) } }),
}

const names = Object.keys(places) as (keyof Draft)[]

export function isChanged(before: Draft, after: Draft): boolean {
  return names.some((name) => !same(before[name], after[name]))
}

/** The body of a save: what differs, and nothing else, so that nobody's other change is undone. */
export function changesOf(before: Draft, after: Draft): Body {
  const parts = names
    .filter((name) => !same(before[name], after[name]))
    .map((name) => place(name, before, after))
  return parts.reduce(merged, {})
}

function place<K extends keyof Draft>(name: K, before: Draft, after: Draft): Body {
  return places[name](after[name], before[name])
}

/** Two parts of one object beside each other. */
function merged(one: Body, other: Body): Body {
  const all: Record<string, unknown> = { ...one }
  for (const [name, value] of Object.entries(other)) {
    const former = all[name]
    all[name] = isObject(former) && isObject(value) ? { ...former, ...value } : value
  }
  return all
}

function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Names that are gone are told as null: the API merges what is sent. */
function withRemoved(values: Body, before: Body): Body {
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(values, name))
  return { ...changed(values, before), ...Object.fromEntries(gone.map((name) => [name, null])) }
}

function changed(values: Body, before: Body): Body {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => !same(value, before[name])),
  )
}

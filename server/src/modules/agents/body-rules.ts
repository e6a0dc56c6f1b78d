import { type AgentBody, CallSettings } from '@parley/contract'

/** A JSON object that is part of an agent. */
export type Json = Readonly<Record<string, unknown>>

/** What is to be set of keys and secrets: absent keeps, null removes. */
export type SecretWishes = {
  readonly llmApiKey?: string | null
  readonly webhookSecret?: string | null
}

/** What a body wants, in one style whatever its own. Absent keeps, null puts the default back. */
export type AgentWishes = {
  readonly fields: Json
  readonly toolIds: readonly string[] | null | undefined
  readonly toolOverrides: Json | null | undefined
  readonly secrets: SecretWishes
  readonly note: string | null
}

type Body = AgentBody & { readonly name?: string | undefined }

/** What replies show in place of a secret. */
const hidden = '***'

export function wishesOf(body: Body): AgentWishes {
  const { toolIds, overrides } = toolWishesOf(body)
  return {
    fields: defined({
      ...topFieldsOf(body),
      conversation: section(body.conversation, {
        ...pick(body, conversationFields),
        greetingMessage: body.greetingMessage === undefined ? body.greeting : body.greetingMessage,
      }),
      voice: section(body.voice, {
        voiceId: body.voiceId,
        lang: body.lang === undefined ? body.language : body.lang,
      }),
      llm: section(withoutKey(body.llm), withoutKey(body.llmConfig) ?? {}),
      callSettings: section(body.callSettings, {
        ...pick(body, settingNames),
        ...switchesOf(body),
      }),
      ...webhookOf(body),
    }),
    toolIds,
    toolOverrides: overrides,
    secrets: secretsOf(body),
    note: body.note ?? null,
  }
}

const conversationFields = [
  'greetingMessage',
  'greetingMessageType',
  'preamble',
  'pokeMessages',
  'params',
  'alignment',
] as const
const settingNames = Object.keys(CallSettings.shape) as (keyof typeof CallSettings.shape)[]
const topFields = [
  'name',
  'description',
  'type',
  'outcome',
  'outcomeResponseShape',
  'googleCalendarSettings',
  'knowledgeBaseItemsIds',
  'voiceDictionaryIds',
  'phoneNumber',
  'workflow',
] as const

function topFieldsOf(body: Body): Json {
  const { tools } = body
  return {
    ...pick(body, topFields),
    ...(Array.isArray(tools) && { tools }),
    ...(tools === null && { tools: [] }),
    ...(isSwitches(tools) && { googleCalendar: tools.googleCalendar ?? undefined }),
  }
}

type Switches = Exclude<NonNullable<Body['tools']>, readonly unknown[]>

function isSwitches(tools: Body['tools']): tools is Switches {
  return typeof tools === 'object' && tools !== null && !Array.isArray(tools)
}

function switchesOf({ tools }: Body): Json {
  if (!isSwitches(tools)) return {}
  const { genderDetection, smartCallEnd } = tools
  return defined({ genderDetection, smartCallEnd })
}

function toolWishesOf({ webToolsIds, webToolsOverrides }: Body) {
  return { toolIds: webToolsIds, overrides: webToolsOverrides }
}

function webhookOf({ webhookUrl, webhookAuth }: Body): Json {
  return {
    webhookUrl,
    webhookAuthKey: webhookAuth === null ? null : webhookAuth?.authKey,
  }
}

function secretsOf({ llm, llmConfig, webhookAuth }: Body): SecretWishes {
  const llmApiKey = wishOf(secretIn(llm, 'apiKey'), secretIn(llmConfig, 'apiKey'))
  const webhookSecret = wishOf(secretIn(webhookAuth, 'authSecret'))
  return {
    ...(llmApiKey !== undefined && { llmApiKey }),
    ...(webhookSecret !== undefined && { webhookSecret }),
  }
}

type Secret = string | null | undefined

/** Whoever takes away the whole takes away the secret in it. */
function secretIn<const K extends string>(
  whole: { readonly [name in K]?: Secret } | null | undefined,
  name: K,
): Secret {
  return whole === null ? null : whole?.[name]
}

/** The first that says anything; `***` says to keep what is there. */
function wishOf(...secrets: readonly Secret[]): Secret {
  return secrets.find((secret) => secret !== undefined && secret !== hidden)
}

/** `modelName` is the model; the key is a secret and goes elsewhere. */
function withoutKey(llm: Body['llm']): Json | null | undefined {
  if (!llm) return llm
  const { apiKey: _key, modelName, ...rest } = llm
  return defined({ ...rest, model: rest.model === undefined ? modelName : rest.model })
}

/** One object of both styles; the nested one counts. Null when it is to be reset altogether. */
function section(nested: Json | null | undefined, flat: Json): Json | null | undefined {
  const rest = defined(flat)
  if (!nested) return Object.keys(rest).length > 0 ? rest : nested
  return { ...rest, ...defined(nested) }
}

function pick<T extends object, const K extends keyof T>(from: T, names: readonly K[]): Json {
  return Object.fromEntries(names.map((name) => [name, from[name]]))
}

function defined(fields: Json): Json {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

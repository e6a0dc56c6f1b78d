import type { AgentBody, AgentDefinition } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { ChatModel } from '../../providers/llm/index.ts'
import type { TelephonyPort } from '../../providers/telephony/index.ts'
import type { TextToSpeech } from '../../providers/tts/index.ts'
import type { ToolWords } from '../../providers/voice-engine/index.ts'

/** An agent as one call uses it. */
export type CallAgent = {
  /** Null: it came with the request. */
  readonly id: string | null
  readonly versionId: string | null
  readonly definition: AgentDefinition
}

/** A tool of the workspace that an agent may use. */
export type AgentTool = {
  readonly id: string
  readonly name: string
  readonly description: string
  /** JSON Schema of an object, without what the agent gives the tool itself. */
  readonly parameters: Readonly<Record<string, unknown>>
  /** Said while it works, with `{{names}}`; what says nothing takes the usual words. */
  readonly words?: ToolWords | undefined
  /** The agent goes on without waiting for the answer, and never hears it. */
  readonly isAsync?: boolean | undefined
  /** Arguments that the agent decides, not the model. */
  readonly fixed?: Readonly<Record<string, unknown>> | undefined
  /** Of a server of tools: which of them. */
  readonly remoteName?: string | undefined
}

type AgentRef = { readonly workspaceId: string; readonly agentId: string }

/** What other modules do for calls; joined in app.ts. */
export type VoiceParts = {
  /** Throws AGENT_NOT_FOUND. `version` and `environment` as clients name them. */
  readonly findAgent: (
    context: Context,
    wanted: AgentRef & {
      readonly environment?: string | undefined
      readonly version?: string | undefined
    },
  ) => Promise<CallAgent>
  /** A whole agent that comes with a request. Throws what is wrong with it. */
  readonly readDefinition: (body: AgentBody & { readonly name: string }) => AgentDefinition
  /** A number of the workspace and who connects its calls. Throws PHONE_NUMBER_NOT_FOUND. */
  readonly findCarrier: (
    context: Context,
    wanted: { readonly workspaceId: string; readonly number: string },
  ) => Promise<{ readonly number: string; readonly port: TelephonyPort }>
  /** A number as it is typed in the workspace's country, in E.164; null when it is none. */
  readonly toNumber: (
    context: Context,
    wanted: { readonly workspaceId: string; readonly typed: string },
  ) => Promise<string | null>
  /** Whether the workspace never calls this number. */
  readonly isBlocked: (
    context: Context,
    wanted: { readonly workspaceId: string; readonly number: string },
  ) => Promise<boolean>
  /** Replaces `{{name}}` by its value. */
  readonly fillTemplate: (text: string, params: Readonly<Record<string, unknown>>) => string
  readonly searchKnowledge: (
    context: Context,
    query: AgentRef & { readonly query: string; readonly limit: number },
  ) => Promise<readonly { readonly text: string; readonly source: string }[]>
  /** Loads what the searches of an agent need. */
  readonly prepareKnowledge: (context: Context, agent: AgentRef) => Promise<void>
  readonly toolsOfAgent: (
    context: Context,
    agent: { readonly workspaceId: string; readonly agent: CallAgent },
  ) => Promise<readonly AgentTool[]>
  /** Throws when it fails; answers the text a model reads. */
  readonly callTool: (
    context: Context,
    use: {
      readonly workspaceId: string
      readonly tool: AgentTool
      readonly arguments: Readonly<Record<string, unknown>>
      readonly params: Readonly<Record<string, unknown>>
      readonly idempotencyKey: string
      readonly callId: string
      readonly signal: AbortSignal
    },
  ) => Promise<string>
  /** Who talks for agents that bring no model; undefined: the configured one. A simulator brings it. */
  readonly chatModel?: ChatModel
  /** The key that the agent brings for its language model; undefined: none. */
  readonly modelKeyOf: (
    context: Context,
    agent: { readonly workspaceId: string; readonly agent: CallAgent },
  ) => Promise<string | undefined>
  /** The mouth of this agent: its voice by whatever name, words of its dictionaries, figures in words. */
  readonly voiceOf: (
    context: Context,
    agent: { readonly workspaceId: string; readonly agent: CallAgent },
  ) => TextToSpeech | undefined
}

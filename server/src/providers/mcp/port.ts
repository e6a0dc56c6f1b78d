import { ProviderError } from '../provider-error.ts'

/** One tool of a server that speaks the Model Context Protocol. */
export type McpTool = {
  readonly name: string
  readonly description: string
  /** JSON Schema of its arguments. */
  readonly inputSchema: Readonly<Record<string, unknown>>
}

export type McpAnswer = {
  /** The tool itself says that it failed; `output` says why. */
  readonly isError: boolean
  /** Structured content where there is any; else the text; else the content as it came. */
  readonly output: unknown
}

type McpCall = {
  readonly name: string
  readonly arguments: Readonly<Record<string, unknown>>
}

/** A server of tools. All calls throw {@link McpError}, or the reason of the signal. */
export type McpServer = {
  listTools(signal?: AbortSignal): Promise<readonly McpTool[]>
  callTool(call: McpCall, signal?: AbortSignal): Promise<McpAnswer>
}

/**
 * `refused_address`: the address must not be asked. `unauthorized`: the server wants other credentials.
 * `timeout`, `unreachable`, `too_large`: as their names say. `protocol`: it answered something else.
 */
export type McpFailure =
  | 'refused_address'
  | 'unauthorized'
  | 'timeout'
  | 'unreachable'
  | 'too_large'
  | 'protocol'

export class McpError extends ProviderError {
  readonly failure: McpFailure
  readonly sentence: string

  constructor(failure: McpFailure, sentence: string) {
    super('mcp', failure === 'timeout' || failure === 'unreachable', sentence)
    this.failure = failure
    this.sentence = sentence
  }
}

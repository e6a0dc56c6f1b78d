import type { CallRef } from '../agent-calls/index.ts'
import type { CallAgent } from './parts.ts'
import type { CallTransport, ClientTool } from './transport.ts'

/** A call whose other side is connected. */
export type CallToConduct = {
  readonly call: CallRef
  readonly agent: CallAgent
  readonly params: Readonly<Record<string, unknown>>
  readonly clientTools: readonly ClientTool[]
  readonly transport: CallTransport
}

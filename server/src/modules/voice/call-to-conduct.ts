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
  /** False: whoever began the call writes its end; `ended` tells what to write. */
  readonly writesEnd?: boolean
  /** The greeting is a message for a machine: it is said, and then the call is over. */
  readonly isMessage?: boolean
}

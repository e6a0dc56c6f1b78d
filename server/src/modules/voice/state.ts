import type { Context } from '../../context.ts'
import { openVoiceEngine, type VoiceEngine } from '../../providers/voice-engine/index.ts'
import { type CallKeeper, startCallKeeper } from '../agent-calls/index.ts'
import { type LoadWatch, watchLoad } from './load-watch.ts'
import type { OngoingCall } from './transport.ts'

/** What this module keeps in memory. */
export type VoiceState = {
  readonly engine: VoiceEngine
  /** By id: the calls that this process speaks in. */
  readonly calls: Map<string, OngoingCall>
  /** Calls that are being connected; they count against the limit. */
  connecting: number
  /** Where other nodes reach this one; undefined before the server is put together. */
  nodeUrl: (() => string) | undefined
  readonly load: LoadWatch
  readonly keeper: () => CallKeeper
  readonly close: () => Promise<void>
}

const states = new WeakMap<Context, VoiceState>()

/** The state of a running server; routes and use cases reach the same one by its context. */
export function stateOf(context: Context): VoiceState {
  const known = states.get(context)
  if (known) return known
  let keeper: CallKeeper | undefined
  const calls = new Map<string, OngoingCall>()
  const load = watchLoad()
  const state: VoiceState = {
    engine: context.voiceEngine ?? openVoiceEngine(),
    calls,
    connecting: 0,
    nodeUrl: undefined,
    load,
    keeper() {
      keeper ??= startCallKeeper(context, () => state.nodeUrl?.())
      return keeper
    },
    async close() {
      await Promise.all([...calls.values()].map((call) => call.end('server_stopping')))
      await keeper?.close()
      load.close()
    },
  }
  states.set(context, state)
  return state
}

import type { SimulatedCall } from './call.ts'

/** Calls that are over and can still be asked for; the oldest are forgotten. */
const rememberedCalls = 50_000

/** The calls of a carrier, by their ids and by the keys they were placed with. */
export type CallBook = {
  find(callId: string): SimulatedCall | undefined
  findByKey(key: string): SimulatedCall | undefined
  add(call: SimulatedCall, key: string | undefined): void
  all(): Iterable<SimulatedCall>
}

export function openCallBook(): CallBook {
  const calls = new Map<
    string,
    { readonly call: SimulatedCall; readonly key: string | undefined }
  >()
  const byKey = new Map<string, SimulatedCall>()

  function forgetOldest(): void {
    for (const [callId, { call, key }] of calls) {
      if (calls.size <= rememberedCalls) return
      if (!call.isOver) continue
      calls.delete(callId)
      if (key !== undefined) byKey.delete(key)
    }
  }

  return {
    find: (callId) => calls.get(callId)?.call,
    findByKey: (key) => byKey.get(key),
    add(call, key) {
      calls.set(call.callId, { call, key })
      if (key !== undefined) byKey.set(key, call)
      if (calls.size > rememberedCalls) forgetOldest()
    },
    *all() {
      for (const { call } of calls.values()) yield call
    },
  }
}

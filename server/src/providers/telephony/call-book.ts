type Booked = { readonly callId: string; readonly isOver: boolean }

/** Calls that are over and can still be asked for; the oldest are forgotten. */
const rememberedCalls = 50_000

/** The calls of a carrier, by their ids and by the keys they were placed with. */
export type CallBook<Call extends Booked> = {
  find(callId: string): Call | undefined
  findByKey(key: string): Call | undefined
  add(call: Call, key: string | undefined): void
  all(): Iterable<Call>
}

export function openCallBook<Call extends Booked>(): CallBook<Call> {
  const calls = new Map<string, { readonly call: Call; readonly key: string | undefined }>()
  const byKey = new Map<string, Call>()

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

import type { Carrier, DialerServices, DialingAgent } from './call.ts'

/** An agent that is published anew, or a number that goes, is known after this time. */
const keepMs = 5_000
const maxKept = 1_000

/** Agents and carriers by where they belong. */
export type Directory = {
  agent(place: AgentPlace): Promise<DialingAgent | undefined>
  carrier(place: NumberPlace): Promise<Carrier | undefined>
}

type AgentPlace = { readonly workspaceId: string; readonly agentId: string }
type NumberPlace = { readonly workspaceId: string; readonly phoneNumberId: string }

/** Remembers them for a moment: hundreds of calls a second have the same ones. */
export function openDirectory(services: DialerServices): Directory {
  return {
    agent: remember(
      (place: AgentPlace) => services.findAgent(place),
      ({ workspaceId, agentId }) => `${workspaceId} ${agentId}`,
    ),
    carrier: remember(
      (place: NumberPlace) => services.findCarrier(place),
      ({ workspaceId, phoneNumberId }) => `${workspaceId} ${phoneNumberId}`,
    ),
  }
}

function remember<Place, Found>(
  find: (place: Place) => Promise<Found>,
  keyOf: (place: Place) => string,
): (place: Place) => Promise<Found> {
  const kept = new Map<string, { readonly found: Promise<Found>; readonly atMs: number }>()
  return (place) => {
    const key = keyOf(place)
    const nowMs = performance.now()
    const known = kept.get(key)
    if (known && nowMs - known.atMs < keepMs) return known.found
    const found = find(place)
    if (kept.size >= maxKept) kept.clear()
    kept.set(key, { found, atMs: nowMs })
    found.catch(() => kept.delete(key))
    return found
  }
}

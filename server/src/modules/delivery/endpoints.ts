import type { Context } from '../../context.ts'
import { closeEndpoint, type Endpoint, openEndpoint } from './endpoint.ts'
import { selectEndpoints } from './endpoint-queries.ts'
import type { Lane } from './lane.ts'

/** An endpoint without a lane is kept so long for the next delivery; connections idle no longer. */
const keepMs = 5_000

/** The endpoints that this node sends to, with their connections. */
export type Endpoints = {
  /** Sets the endpoint of each lane, read anew where its version is another one. */
  refresh(lanes: readonly { lane: Lane; version: string | undefined }[]): Promise<void>
  /** Closes those that nothing was sent to for a while. */
  tidy(lanes: ReadonlyMap<string, Lane>): void
  close(): void
}

export function openEndpoints(context: Context): Endpoints {
  const known = new Map<string, Endpoint>()
  /** On the clock of `performance.now()`: when each had a lane last. */
  const usedAt = new Map<string, number>()

  function forget(id: string): void {
    const endpoint = known.get(id)
    known.delete(id)
    usedAt.delete(id)
    if (endpoint) closeEndpoint(endpoint)
  }

  return {
    async refresh(lanes) {
      const unknown = lanes.filter(
        ({ lane, version }) =>
          version !== undefined && known.get(lane.endpointId)?.row.version !== version,
      )
      if (unknown.length > 0) {
        const rows = await selectEndpoints(
          context.db,
          unknown.map(({ lane }) => lane),
        )
        for (const row of rows) {
          const before = known.get(row.id)
          const opened = openEndpoint(context, row)
          known.set(row.id, opened)
          if (before) closeLater(before)
        }
      }
      for (const { lane, version } of lanes) {
        lane.endpoint = version === undefined ? undefined : known.get(lane.endpointId)
      }
    },
    tidy(lanes) {
      const now = performance.now()
      for (const id of known.keys()) {
        if (lanes.has(id)) usedAt.set(id, now)
        else if (now - (usedAt.get(id) ?? 0) > keepMs) forget(id)
      }
    },
    close() {
      for (const id of known.keys()) forget(id)
    },
  }
}

/** Requests under way may end. */
function closeLater(endpoint: Endpoint): void {
  setTimeout(() => closeEndpoint(endpoint), 30_000).unref()
}

import type { Context } from '../../context.ts'
import { closeEndpoint, type Endpoint, openEndpoint } from './endpoint.ts'
import { selectEndpoints } from './endpoint-queries.ts'
import type { Lane } from './lane.ts'

/** Endpoints kept open without a lane, for the next delivery to them. */
const maxKept = 2_000

/** The endpoints that this node sends to, with their connections. */
export type Endpoints = {
  /** Sets the endpoint of each lane, read anew where its version is another one. */
  refresh(lanes: readonly { lane: Lane; version: string | undefined }[]): Promise<void>
  /** Closes those that nothing was sent to for a while, when they are many. */
  tidy(lanes: ReadonlyMap<string, Lane>): void
  close(): void
}

export function openEndpoints(context: Context): Endpoints {
  const known = new Map<string, Endpoint>()

  function forget(id: string): void {
    const endpoint = known.get(id)
    known.delete(id)
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
      if (known.size <= maxKept) return
      for (const id of known.keys()) if (!lanes.has(id)) forget(id)
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

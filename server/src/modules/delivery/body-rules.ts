/** What is put into the body of a delivery. */
export type Told = {
  readonly id: string
  readonly workspaceId: string
  readonly event: string
  /** RFC 3339, UTC. */
  readonly timestamp: string
  readonly data: unknown
}

/**
 * The body: compact JSON that comes out the same when it is parsed and written again by JavaScript,
 * because receivers were told to verify signatures on `JSON.stringify` of the parsed body. `sequence`
 * is the place of the event among those of an endpoint that wants order.
 */
export function bodyOf(
  { id, workspaceId, event, timestamp, data }: Told,
  sequence?: number,
): string {
  return JSON.stringify({
    event,
    timestamp,
    data,
    id,
    workspace_id: workspaceId,
    ...(sequence !== undefined && { sequence }),
  })
}

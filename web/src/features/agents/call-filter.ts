export const callStatuses = [
  'PENDING',
  'IN_PROGRESS',
  'COMPLETED',
  'NO_ANSWER',
  'FAILED',
  'FORWARDED',
  'TERMINATED',
] as const
export const callDirections = ['inbound', 'outbound', 'web'] as const
export const callFilterNames = ['q', 'agent', 'status', 'direction', 'since', 'until'] as const

export type CallFilter = ReturnType<typeof filterOf>
type Search = { readonly [name: string]: string | undefined }

/** What the address asks for; words that the API does not know are left out. */
export function filterOf({ q, agent, status, direction, since, until }: Search) {
  return {
    ...(q && { search: q }),
    ...(agent && { voiceAgentId: agent }),
    ...(callStatuses.some((known) => known === status) && { status }),
    ...(callDirections.some((known) => known === direction) && { direction }),
    ...(isDay(since) && { startTime: new Date(`${since}T00:00:00`).toISOString() }),
    ...(isDay(until) && { endTime: new Date(`${until}T23:59:59.999`).toISOString() }),
  }
}

function isDay(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
}

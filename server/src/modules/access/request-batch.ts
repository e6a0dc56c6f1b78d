import type { Principal } from '../../platform/access.ts'
import type { RequestBatch } from './request-log-queries.ts'
import { firstIdAt } from './rules.ts'

/** One call, as it is remembered until it is written. */
export type LoggedRequest = {
  readonly atMs: number
  readonly method: string
  /** With the names of its parameters, never their values. */
  readonly route: string
  readonly status: number
  readonly durationMs: number
  readonly principal: Principal | undefined
  readonly address: string | undefined
  readonly userAgent: string | undefined
}

/** Stands for the workspace of callers who are not known. */
const noWorkspace = '00000000-0000-0000-0000-000000000000'
/** IPv6 with a zone fits; whatever a proxy claims beyond that is cut. */
const maxAddressLength = 64
const maxUserAgentLength = 200
const maxInt32 = 2_147_483_647

/** `newId` is any new UUIDv7: it makes the ids differ from those of other batches and nodes. */
export function toBatch(requests: readonly LoggedRequest[], newId: string): RequestBatch {
  const batch = {
    ids: [] as string[],
    callers: [] as number[],
    routes: [] as number[],
    statuses: [] as number[],
    durationsUs: [] as number[],
    workspaceIds: [] as string[],
    keyIds: [] as (string | null)[],
    userIds: [] as (string | null)[],
    addresses: [] as (string | null)[],
    userAgents: [] as (string | null)[],
    lastSeenMs: [] as number[],
    methods: [] as string[],
    paths: [] as string[],
  }
  const callers = new Map<string, number>()
  const routes = new Map<string, number>()
  for (const request of requests) {
    const { principal, method, route } = request
    const address = request.address?.slice(0, maxAddressLength) ?? null
    const userAgent = request.userAgent?.slice(0, maxUserAgentLength) ?? null
    const who = principal ? principal.workspaceId + (principal.keyId ?? principal.userId) : ''
    const caller = numberOf(callers, `${who} ${address} ${userAgent}`, () => {
      batch.workspaceIds.push(principal?.workspaceId ?? noWorkspace)
      batch.keyIds.push(principal?.keyId ?? null)
      batch.userIds.push(principal?.userId ?? null)
      batch.addresses.push(address)
      batch.userAgents.push(userAgent)
      batch.lastSeenMs.push(request.atMs)
    })
    const path = numberOf(routes, `${method} ${route}`, () => {
      batch.methods.push(method)
      batch.paths.push(route)
    })
    batch.ids.push(idOf(request.atMs, batch.ids.length, newId))
    batch.lastSeenMs[caller - 1] = request.atMs
    batch.callers.push(caller)
    batch.routes.push(path)
    batch.statuses.push(request.status)
    batch.durationsUs.push(within32Bits(request.durationMs * 1000))
  }
  return batch
}

/** The number of `name`, counted from 1; `add` is called for a new one. */
function numberOf(known: Map<string, number>, name: string, add: () => void): number {
  const number = known.get(name)
  if (number !== undefined) return number
  add()
  known.set(name, known.size + 1)
  return known.size
}

function within32Bits(value: number): number {
  return Math.min(Math.max(Math.round(value), 0), maxInt32)
}

/**
 * A UUIDv7 of this millisecond: the number of the call within its batch in the 12 bits after the
 * version and in the last 16, the rest from `newId`. uuid's v7() takes ten times as long.
 */
function idOf(atMs: number, number: number, newId: string): string {
  const low = (number & 0xfff).toString(16).padStart(3, '0')
  const high = (number >> 12).toString(16).padStart(4, '0')
  return `${firstIdAt(atMs).slice(0, 15)}${low}${newId.slice(18, 32)}${high}`
}

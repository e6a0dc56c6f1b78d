import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allEndpoints, doorRefusals, ErrorReply, errorStatus } from '@parley/contract'
import { fillWith, minimalBody, operations } from './every-endpoint.ts'
import { hostileRequest, type Known, type WireRequest } from './hostile-arbitraries.ts'
import { type WireReply, wireSender } from './send-wire-request.ts'
import { keepLog } from './log-lines.ts'
import { startFathomEmulator } from '../src/providers/fathom/emulator.ts'
import { openFakeRooms } from '../src/providers/rooms/fake.ts'
import { startTestApp, type TestApp } from './test-app.ts'

const seed = Number(process.env.HOSTILE_SEED ?? 20_260_101)
const requestCount = 10_000
const inFlight = 32
const recordsOfEachKind = 10

/** Replies outside the envelope of `/functions/v1`: the health of the server. */
const plain = /^\/(health|metrics)/

/** Ids to aim at, in a workspace and in another one; keys that last for all requests. */
async function makeKnown(app: TestApp): Promise<Known> {
  const other = await app.newWorkspace()
  const records: Known['records'][number][] = []
  const fill = fillWith('Target')
  for (const operation of operations.filter(({ path }) => /\/api-v1-[\w-]+$/.test(path))) {
    if (operation.method !== 'POST') continue
    for (let count = 0; count < recordsOfEachKind; count += 1) {
      const key = count === 0 ? other.apiKey : app.owner.apiKey
      const created = await app.call('POST', operation.path, {
        key,
        body: minimalBody(operation, fill),
      })
      expect(created).toMatchObject({ status: 201 })
      records.push({ list: operation.path, id: created.body.data.id })
    }
  }
  const scopes = ['read', 'write', 'delete', 'admin'] as const
  const { workspaceId, userId } = app.owner
  const apiKeys: string[] = []
  for (let count = 0; count < 9; count += 1) {
    apiKeys.push(await app.newKey({ workspaceId, userId, scopes, rateLimit: 10_000 }))
  }
  apiKeys.push(await app.newKey({ workspaceId, userId, scopes: ['read'], rateLimit: 10_000 }))
  return { records, apiKeys }
}

/** All requests, those of different operations in turn. */
function makeRequests(known: Known): WireRequest[] {
  // Whether the server is ready is no matter of the request: under this load it may not be.
  const asked = operations.filter(({ id }) => id !== 'getReadiness')
  const each = Math.ceil(requestCount / asked.length)
  const samples = asked.map((operation, index) =>
    fc.sample(hostileRequest(operation, known), { seed: seed + index, numRuns: each }),
  )
  return Array.from({ length: each }, (_, turn) => samples.map((sample) => sample[turn]))
    .flat()
    .filter((request) => request !== undefined)
    .map(withoutWaiting)
}

/** Nobody does the jobs of this server, so whoever waits for their end would wait long. */
function withoutWaiting(request: WireRequest): WireRequest {
  const waiting = '"processingType":"sync"'
  if (typeof request.body !== 'string' || !request.body.includes(waiting)) return request
  return { ...request, body: request.body.replace(waiting, '"processingType":"async"') }
}

/** What the contract has at the path of a request. */
function endpointsAt({ target }: WireRequest) {
  const sent = (target.split('?', 1)[0] ?? '').split('/')
  return allEndpoints.filter(
    ({ path }) =>
      path.split('/').length === sent.length &&
      path.split('/').every((part, index) => part.startsWith(':') || part === sent[index]),
  )
}

/** The envelope of refusals of a door that has one of its own. */
function doorOf(request: WireRequest) {
  return endpointsAt(request).find(({ envelope }) => envelope !== undefined)?.envelope
}

/** Whether it is answered with one of the files that are had there. */
function isFile(request: WireRequest, { status, contentType }: WireReply): boolean {
  const type = contentType?.split(';')[0] ?? ''
  return status === 200 && endpointsAt(request).some(({ files }) => files?.includes(type))
}

/** What is wrong with a reply; undefined when nothing is. */
function complaintOf(request: WireRequest, reply: WireReply) {
  const { status, contentType, text } = reply
  if (status >= 500) return `${status}: ${text}`
  if (request.method === 'HEAD' || plain.test(request.target)) return undefined
  if (status === 204 && request.method === 'OPTIONS') return undefined
  if (isFile(request, reply)) return undefined
  if (!/^application\/json\b/.test(contentType ?? '')) return `${status} of type ${contentType}`
  return complaintOfBody(status, JSON.parse(text), doorOf(request))
}

function complaintOfBody(status: number, body: unknown, door: ReturnType<typeof doorOf>) {
  if (status < 400) {
    // Replies of doors are of many shapes; the app under test holds them against the contract.
    if (door) return undefined
    return (body as { error: unknown }).error === null ? undefined : 'error is not null'
  }
  if (door && doorRefusals[door].strict().safeParse(body).success) return undefined
  const refusal = ErrorReply.strict().safeParse(body)
  if (!refusal.success)
    return `${status} is not the envelope: ${JSON.stringify(body).slice(0, 300)}`
  const { code } = refusal.data
  return errorStatus[code] === status ? undefined : `${code} travels under ${status}`
}

test(`${requestCount} random and hostile requests are never a bug, and always answered in the envelope (seed ${seed})`, async () => {
  const { log, lines } = keepLog('error')
  await using fathom = await startFathomEmulator()
  const environment = {
    TRUST_PROXY: 'true',
    FATHOM_API_URL: fathom.url,
    STANDARD_REQUESTS_PER_MINUTE: '100000',
    REALTIME_REQUESTS_PER_MINUTE: '100000',
  }
  await using app = await startTestApp({ environment, log, rooms: openFakeRooms().rooms })
  const requests = makeRequests(await makeKnown(app))
  using sender = wireSender(app.baseUrl, inFlight)
  const statuses = new Map<number, number>()
  const complaints: unknown[] = []
  const queue = requests.values()

  async function work(): Promise<void> {
    for (const request of queue) {
      const reply = await sender
        .send(request)
        .catch((error: unknown) => ({ failed: String(error) }))
      const complaint = 'failed' in reply ? reply.failed : complaintOf(request, reply)
      if (complaint !== undefined) {
        complaints.push({ complaint, ...request, body: request.body?.slice(0, 2_000) })
      }
      if ('status' in reply) statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, work))

  expect({ complaints: complaints.slice(0, 5), log: lines.slice(0, 5) }).toEqual({
    complaints: [],
    log: [],
  })
  // Mere refusals at the door would prove little.
  const count = (status: number) => statuses.get(status) ?? 0
  expect(count(200) + count(201)).toBeGreaterThan(requestCount / 10)
  const expected = [400, 401, 404, 405, 413, 415]
  expect(expected.filter((status) => count(status) === 0)).toEqual([])
  expect(requests.length).toBeGreaterThanOrEqual(requestCount)
})

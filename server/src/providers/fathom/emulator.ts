import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type Content,
  type EmulatedMeeting,
  emulatedMeeting,
  type MeetingWishes,
  shownMeeting,
} from './emulator-meetings.ts'
import { openWindows, type WindowLimits } from './emulator-limits.ts'
import { createWebhook, type EmulatedWebhook, openDeliveries } from './emulator-webhooks.ts'
import { meetingsPerPage } from './port.ts'

export type EmulatorOptions = {
  /** A free one unless given. */
  readonly port?: number
  /** Keys that are let in. */
  readonly apiKeys?: readonly string[]
  /** Meetings that exist at the start. */
  readonly meetings?: readonly EmulatedMeeting[]
  readonly limits?: Partial<WindowLimits>
  /** Before each further attempt at a delivery that failed; 5 s, 30 s and 3 minutes unless given. */
  readonly retryWaitsMs?: readonly number[]
}

/** Something to go wrong with coming requests. */
export type Fault = {
  /** Requests whose path begins so, such as `/meetings`; all unless given. */
  readonly path?: string
  /** How many requests it meets; one unless given. */
  readonly times?: number
  /** Answered instead of the truth; `hang_up` closes the connection. */
  readonly status?: number | 'hang_up'
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

export type Emulator = Awaited<ReturnType<typeof startFathomEmulator>>

const maxBodyBytes = 1_048_576
const prefix = '/external/v1'

/** A server that behaves as Fathom's external API does, for tests and for trying without an account. */
export async function startFathomEmulator(options: EmulatorOptions = {}) {
  const { port = 0, apiKeys = ['emulated-key'] } = options
  const meetings = [...(options.meetings ?? [])]
  const webhooks = new Map<string, EmulatedWebhook>()
  const faults: { fault: Fault; left: number }[] = []
  const requests: { readonly method: string; readonly path: string }[] = []
  const windows = openWindows(options.limits)

  const world: World = { meetings, webhooks }
  const deliveries = openDeliveries(webhooks, options.retryWaitsMs)
  const deliverAll = (meeting: EmulatedMeeting, id = `msg_${randomBytes(9).toString('hex')}`) =>
    deliveries.begin(meeting, id)

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://emulator')
    const { method = '' } = request
    const body = await readBody(request)
    if (!url.pathname.startsWith(prefix)) return send(response, 404, {})
    const path = url.pathname.slice(prefix.length)
    if (`${method} ${path}` === recordMeeting) {
      const meeting = addMeeting(world)
      return send(response, 201, { meeting, deliveries: await deliverAll(meeting) })
    }
    requests.push({ method, path: path + url.search })
    const fault = takeFault(faults, path)
    if (fault) return misbehave(response, fault)
    const key = keyOf(request)
    if (key === undefined || !apiKeys.includes(key)) return send(response, 401, {})
    const { allowed, headers } = windows.take(key, isHeavy(path, url.searchParams))
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    if (!allowed) return send(response, 429, {})
    const { status, json } = handle(world, { method, path, url, body })
    send(response, status, json)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await listen(server, port)
  const { port: listening } = server.address() as AddressInfo

  return {
    /** For FATHOM_API_URL. */
    url: `http://127.0.0.1:${listening}${prefix}`,
    meetings,
    webhooks,
    /** What was asked for, in order. */
    requests,
    order: (fault: Fault) => void faults.push({ fault, left: fault.times ?? 1 }),
    /** A new meeting is recorded; nothing is delivered yet. */
    record: (wishes: MeetingWishes = {}) => addMeeting(world, wishes),
    /** Sends the meeting to every webhook; give `id` again to repeat a delivery. */
    deliver: deliverAll,
    /** Every attempt at a delivery. */
    attempts: deliveries.attempts,
    async stop(): Promise<void> {
      deliveries.stop()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
    async [Symbol.asyncDispose]() {
      await this.stop()
    },
  }
}

type World = {
  readonly meetings: EmulatedMeeting[]
  readonly webhooks: Map<string, EmulatedWebhook>
}

/** Not of Fathom: records a meeting and delivers it, for those who try the emulator by hand. */
const recordMeeting = 'POST /emulator/meetings'

function addMeeting({ meetings }: World, wishes: MeetingWishes = {}): EmulatedMeeting {
  const meeting = emulatedMeeting(meetings.length + 1, wishes)
  meetings.push(meeting)
  return meeting
}

const routes: readonly {
  readonly route: RegExp
  readonly answer: (world: World, call: Call, found: readonly string[]) => Answer
}[] = [
  {
    route: /^GET \/meetings$/,
    answer: ({ meetings }, { url }) => listMeetings(meetings, url.searchParams),
  },
  { route: /^GET \/teams$/, answer: () => list([{ name: 'Sales', created_at: someDay }]) },
  { route: /^GET \/team_members$/, answer: ({ meetings }) => list(membersOf(meetings)) },
  {
    route: /^GET \/recordings\/(\d+)\/(summary|transcript)$/,
    answer: ({ meetings }, _, [, id, part]) => contentOf(meetings, Number(id), part),
  },
  { route: /^POST \/webhooks$/, answer: ({ webhooks }, { body }) => createWebhook(webhooks, body) },
  {
    route: /^DELETE \/webhooks\/(\w+)$/,
    answer: ({ webhooks }, _, [, id = '']) => ({ status: webhooks.delete(id) ? 204 : 404 }),
  },
]

function handle(world: World, call: Call): Answer {
  for (const { route, answer } of routes) {
    const found = route.exec(`${call.method} ${call.path}`)
    if (found) return answer(world, call, found)
  }
  return { status: 404 }
}

const someDay = '2025-06-01T08:00:00Z'

type Call = {
  readonly method: string
  readonly path: string
  readonly url: URL
  readonly body: string
}
type Answer = { readonly status: number; readonly json?: unknown }

function list(items: readonly unknown[]): Answer {
  return { status: 200, json: { limit: meetingsPerPage, next_cursor: null, items } }
}

function membersOf(meetings: readonly EmulatedMeeting[]): unknown[] {
  const members = new Map(meetings.map(({ recorded_by: { name, email } }) => [email, name]))
  return [...members].map(([email, name]) => ({ name, email, created_at: someDay }))
}

/** Newest first. The cursor names the last meeting shown, so that new ones shift nothing. */
function listMeetings(meetings: readonly EmulatedMeeting[], query: URLSearchParams): Answer {
  const after = Number(Buffer.from(query.get('cursor') ?? '', 'base64url').toString()) || undefined
  const on = (name: string) => query.get(`include_${name}`) === 'true'
  const content: Content = {
    transcript: on('transcript'),
    summary: on('summary'),
    actionItems: on('action_items'),
    crmMatches: on('crm_matches'),
  }
  const matching = meetings
    .filter((meeting) => matches(meeting, query))
    .filter(({ recording_id: id }) => after === undefined || id < after)
    .toSorted((a, b) => b.recording_id - a.recording_id)
  const page = matching.slice(0, meetingsPerPage)
  const last = matching.length > page.length ? page.at(-1) : undefined
  const cursor = last && Buffer.from(String(last.recording_id)).toString('base64url')
  return {
    status: 200,
    json: {
      limit: meetingsPerPage,
      next_cursor: cursor ?? null,
      items: page.map((meeting) => shownMeeting(meeting, content)),
    },
  }
}

function matches(meeting: EmulatedMeeting, query: URLSearchParams): boolean {
  const createdAt = Date.parse(meeting.created_at)
  const [after, before] = [query.get('created_after'), query.get('created_before')]
  const recorders = query.getAll('recorded_by[]')
  const domains = query.get('calendar_invitees_domains_type') ?? 'all'
  return (
    (after === null || createdAt > Date.parse(after)) &&
    (before === null || createdAt < Date.parse(before)) &&
    (recorders.length === 0 || recorders.includes(meeting.recorded_by.email)) &&
    (domains === 'all' || domains === meeting.calendar_invitees_domains_type)
  )
}

function contentOf(meetings: readonly EmulatedMeeting[], id: number, part?: string): Answer {
  const meeting = meetings.find(({ recording_id }) => recording_id === id)
  if (!meeting) return { status: 404, json: {} }
  if (part === 'transcript') return { status: 200, json: { transcript: meeting.transcript ?? [] } }
  return { status: 200, json: { summary: meeting.default_summary } }
}

function keyOf({ headers }: IncomingMessage): string | undefined {
  const [, bearer] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? []
  const key = headers['x-api-key']
  return typeof key === 'string' ? key : bearer
}

function isHeavy(path: string, query: URLSearchParams): boolean {
  if (path.startsWith('/recordings/')) return true
  const on = (name: string) => query.get(name) === 'true'
  return path === '/meetings' && (on('include_summary') || on('include_transcript'))
}

function takeFault(faults: { fault: Fault; left: number }[], path: string): Fault | undefined {
  const found = faults.find(({ fault, left }) => left > 0 && path.startsWith(fault.path ?? ''))
  if (found) found.left -= 1
  return found?.fault
}

function misbehave(response: ServerResponse, fault: Fault): void {
  const { status = 500, body = '{}', headers = {} } = fault
  if (status === 'hang_up') return void response.destroy()
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
}

function send(response: ServerResponse, status: number, json: unknown): void {
  if (status === 204) return void response.writeHead(204).end()
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
    .end(JSON.stringify(json ?? {}))
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request) {
    size += (part as Buffer).length
    if (size > maxBodyBytes) throw new Error('too large')
    parts.push(part as Buffer)
  }
  return Buffer.concat(parts).toString('utf8')
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(port, '127.0.0.1', done)
  })
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { v7 } from 'uuid'
import { type Database, openDatabase } from '../server/src/platform/db/database.ts'
import type { Statement } from '../server/src/platform/db/statement.ts'
import { silentLog } from '../server/src/platform/log.ts'

// What any server would have to do: the same SQL with the same values through the same client, and
// the same bytes in reply, on a bare node:http. It knows no keys, limits, schemas, events to relay
// or logs, and even looks up the values of its queries by the request's address.

/** One statement of a read, as the real server was seen to run it. */
export type Step = {
  readonly via: 'read' | 'run' | 'runPlanned' | 'runGeneral'
  readonly statement: Statement
  readonly values: unknown[]
}

/** How a request is answered. */
export type Plan =
  | { readonly kind: 'record'; readonly steps: readonly Step[] }
  | {
      readonly kind: 'list'
      readonly steps: readonly Step[]
      readonly limit: number
      readonly offset: number
      /** Above this, or without one, the total is an estimate; undefined for one that never is. */
      readonly exactUpTo: number | undefined
      /** What cursors of the list begin with; undefined when it is ranked. */
      readonly sort: string | undefined
    }

export type FloorOrder = {
  readonly databaseUrl: string
  readonly workspaceId: string
  readonly userId: string
  /** By path and query. */
  readonly plans: ReadonlyMap<string, Plan>
  readonly insert: Statement
  readonly insertMany: Statement
  readonly update: Statement
}

type Row = Record<string, unknown>

process.once('message', (order: FloorOrder) => {
  const db = openDatabase(order.databaseUrl, silentLog)
  const server = createServer((request, response) => {
    answer(db, order, request).then(
      ([status, text]) => send(response, status, text),
      (error: unknown) => send(response, 500, String(error)),
    )
  })
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
})
process.once('SIGTERM', () => process.exit())

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}

async function answer(
  db: Database,
  order: FloorOrder,
  request: IncomingMessage,
): Promise<[number, string]> {
  const { method, url = '' } = request
  if (method === 'GET') return [200, await read(db, order, url)]
  const body = JSON.parse(await textOf(request)) as Row & { records: Row[] }
  if (method === 'PUT') {
    const id = url.slice(url.lastIndexOf('/') + 1)
    const [row] = await write(db, order, order.update, [{ ...body, id, ...ids(0) }])
    return [200, `{"data":${row?.json},"error":null}`]
  }
  if (url.endsWith('/batch')) return [200, await batch(db, order, body.records)]
  const [row] = await write(db, order, order.insert, [newRow(order, body, 0)])
  return [201, `{"data":${row?.json},"error":null}`]
}

async function batch(db: Database, order: FloorOrder, records: Row[]): Promise<string> {
  const rows = records.map((record, index) => newRow(order, record, index))
  const written = await write(db, order, order.insertMany, rows)
  const data = written.map(({ idx, id }) => ({ index: idx, status: 'created', id }))
  return JSON.stringify({ data, error: null, count: data.length })
}

function newRow({ userId }: FloorOrder, body: Row, idx: number): Row {
  return { owner_id: userId, ...body, id: v7(), ...ids(idx) }
}

const ids = (idx: number) => ({ idx, event_id: v7() })

function write(
  db: Database,
  { workspaceId, userId }: FloorOrder,
  statement: Statement,
  rows: Row[],
) {
  const values = [workspaceId, JSON.stringify(rows), userId]
  return db.run<{ idx: number; id: string; json: string }>(statement, values)
}

function textOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => {
      text += chunk
    })
    request.on('end', () => resolve(text))
    request.on('error', reject)
  })
}

async function read(db: Database, { plans }: FloorOrder, url: string): Promise<string> {
  const plan = plans.get(url)
  if (!plan) throw new Error(`No plan for ${url}`)
  let last: Row | undefined
  let estimate: number | undefined
  let estimateOfLast: number | undefined
  for (const { via, statement, values } of plan.steps) {
    const [row] = await db[via]<Row>(statement, values)
    const explained = row?.['QUERY PLAN']
    if (typeof explained === 'string') {
      estimate = plannedRows(explained)
      continue
    }
    last = row
    estimateOfLast = estimate
    estimate = undefined
  }
  return plan.kind === 'record'
    ? `{"data":${String(last?.['json'])},"error":null}`
    : page(plan, last, estimate ?? estimateOfLast)
}

function plannedRows(explained: string): number {
  const [first] = JSON.parse(explained) as { Plan: { 'Plan Rows': number } }[]
  return first?.Plan['Plan Rows'] ?? 0
}

type ListPlan = Extract<Plan, { kind: 'list' }>

function page(plan: ListPlan, row: Row | undefined, estimate = 0): string {
  const { limit, offset } = plan
  const counted = row?.['total'] as number | null
  const isEstimate = plan.exactUpTo !== undefined && (counted ?? Infinity) > plan.exactUpTo
  const total = isEstimate ? Math.max(estimate, counted ?? 0) : counted
  const hasMore = (row?.['fetched'] as number) > limit
  const pagination = {
    limit,
    offset,
    total,
    hasMore,
    page: Math.floor(offset / limit) + 1,
    totalPages: Math.ceil((total ?? 0) / limit),
    ...(isEstimate && { totalIsEstimate: true }),
    nextCursor: hasMore ? cursorAfter(plan, row) : null,
  }
  return `{"data":[${String(row?.['rows'])}],"error":null,"count":${total},"pagination":${JSON.stringify(pagination)}}`
}

function cursorAfter({ limit, offset, sort }: ListPlan, row: Row | undefined): string {
  const end = sort ? [sort, row?.['last_key'], row?.['last_id']] : ['rank', offset + limit]
  return Buffer.from(JSON.stringify(end)).toString('base64url')
}

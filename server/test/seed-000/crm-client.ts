// A client of the CRM API as Sixty's users write them in TypeScript: plain fetch, every header on
// every request, errors read from the envelope. Run by clients.test.ts in a process of its own:
//   node crm-client.ts BASE_URL API_KEY
// It knows nothing of Parley's packages. What it saw is its only output, as one line of JSON.

type Envelope = {
  data: unknown
  error: string | null
  code?: string
  details?: unknown
  pagination?: { limit: number; offset: number; total: number; hasMore: boolean }
}
type Body = Record<string, unknown>

const [, , baseUrl = '', apiKey = ''] = process.argv

class CallFailed extends Error {
  readonly status: number
  readonly code: string | undefined

  constructor(status: number, { error, code }: Envelope) {
    super(error ?? 'API request failed')
    this.status = status
    this.code = code
  }
}

let lastHeaders = new Headers()

async function call(endpoint: string, options: RequestInit = {}): Promise<Envelope> {
  const response = await fetch(`${baseUrl}/${endpoint}`, {
    ...options,
    headers: { 'Content-Type': 'application/json', 'X-API-Key': apiKey },
  })
  lastHeaders = response.headers
  const envelope = (await response.json()) as Envelope
  if (!response.ok) throw new CallFailed(response.status, envelope)
  return envelope
}

const list = (resource: string, query: Record<string, string> = {}) => {
  const search = new URLSearchParams(query).toString()
  return call(`api-v1-${resource}${search === '' ? '' : `?${search}`}`)
}
const get = (resource: string, id: string) => call(`api-v1-${resource}/${id}`)
const create = (resource: string, body: Body) =>
  call(`api-v1-${resource}`, { method: 'POST', body: JSON.stringify(body) })
const update = (resource: string, id: string, body: Body) =>
  call(`api-v1-${resource}/${id}`, { method: 'PUT', body: JSON.stringify(body) })
const remove = (resource: string, id: string) =>
  call(`api-v1-${resource}/${id}`, { method: 'DELETE' })

const idOf = ({ data }: Envelope) => (data as { id: string }).id
const rowsOf = ({ data }: Envelope) => data as Body[]

async function failureOf(work: Promise<unknown>) {
  try {
    await work
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error
    return { status: error.status, code: error.code, message: error.message }
  }
  return undefined
}

/** Pages of the size asked for, until `hasMore` says that there are none. */
async function allContacts(limit: number): Promise<{ rows: number; pages: number }> {
  let rows = 0
  let pages = 0
  for (let offset = 0; ; offset += limit) {
    const page = await list('contacts', { limit: String(limit), offset: String(offset) })
    if (rowsOf(page).length === 0) break
    rows += rowsOf(page).length
    pages += 1
    if (!page.pagination?.hasMore) break
  }
  return { rows, pages }
}

const jane = {
  first_name: 'Jane',
  last_name: 'Smith',
  email: 'jane.smith@example.com',
  title: 'CTO',
}
const created = await create('contacts', jane)
const id = idOf(created)
const searched = await list('contacts', {
  search: 'jane.smith@example.com',
  limit: '25',
  offset: '0',
})
const updated = await update('contacts', id, { title: 'CEO' })

// Ten at a time, each failing on its own, as bulk imports are written.
const imported = await Promise.all(
  Array.from({ length: 10 }, (_, n) => {
    const email = n === 9 ? jane.email : `bulk${n}@example.com`
    return failureOf(create('contacts', { first_name: `Bulk ${n}`, email }))
  }),
)

const company = idOf(await create('companies', { name: 'Acme Corp', website: 'https://acme.com' }))
const deal = idOf(
  await create('deals', {
    title: 'Acme Corp - Software License',
    value: 50000,
    stage: 'opportunity',
    priority: 'high',
    expected_close_date: '2025-02-15',
    probability: 75,
    company_id: company,
    primary_contact_id: id,
  }),
)
const deals = await list('deals', {
  priority: 'high',
  expected_close_date_from: '2025-01-01',
  sort: 'expected_close_date',
  order: 'asc',
})
const proposed = await update('deals', deal, {
  stage: 'proposal',
  probability: 80,
  next_steps: 'Send technical proposal',
})
const task = await create('tasks', { title: 'Follow up', due_date: '2025-01-15', deal_id: deal })
const activity = await create('activities', {
  activity_type: 'call',
  description: 'Discovery call with technical team',
  date: '2025-01-15',
  deal_id: deal,
})
const meeting = await create('meetings', {
  title: 'Discovery',
  meeting_start: '2025-01-15T14:00:00Z',
})

const report = {
  created,
  searched,
  updated,
  read: await get('contacts', id),
  imported: imported.filter((failure) => failure !== undefined),
  all: await allContacts(4),
  deals,
  proposed,
  others: [task, activity, meeting].map(({ error }) => error),
  limits: ['limit', 'remaining', 'reset'].map((name) => lastHeaders.get(`x-ratelimit-${name}`)),
  missingField: await failureOf(create('contacts', { first_name: 'No e-mail' })),
  badId: await failureOf(get('contacts', 'not-a-uuid')),
  heldCompany: await failureOf(remove('companies', company)),
  removed: await remove('contacts', id),
  gone: await failureOf(get('contacts', id)),
}
process.stdout.write(`${JSON.stringify(report)}\n`)

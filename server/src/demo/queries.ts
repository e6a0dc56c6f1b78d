import type { Executor } from '../platform/db/database.ts'
import { statement } from '../platform/db/statement.ts'

/** Columns of the demo's rows, by kind, in an order that satisfies the foreign keys. */
const tables = {
  company: {
    id: 'uuid',
    name: 'text',
    website: 'text',
    industry: 'text',
    size: 'text',
    description: 'text',
    linkedin_url: 'text',
    phone: 'text',
    phone_e164: 'text',
    owner_id: 'uuid',
    created_at: 'timestamptz',
    updated_at: 'timestamptz',
  },
  contact: {
    id: 'uuid',
    first_name: 'text',
    last_name: 'text',
    email: 'text',
    phone: 'text',
    phone_e164: 'text',
    title: 'text',
    linkedin_url: 'text',
    is_primary: 'boolean',
    company_id: 'uuid',
    owner_id: 'uuid',
    created_at: 'timestamptz',
    updated_at: 'timestamptz',
  },
  deal: {
    id: 'uuid',
    title: 'text',
    description: 'text',
    value: 'numeric',
    one_off_revenue: 'numeric',
    monthly_mrr: 'numeric',
    stage_id: 'uuid',
    status: 'text',
    priority: 'text',
    expected_close_date: 'date',
    probability: 'int',
    deal_size: 'text',
    lead_source: 'text',
    next_steps: 'text',
    company_id: 'uuid',
    primary_contact_id: 'uuid',
    stage_entered_at: 'timestamptz',
    closed_at: 'timestamptz',
    owner_id: 'uuid',
    created_at: 'timestamptz',
    updated_at: 'timestamptz',
  },
  deal_stage_change: {
    id: 'uuid',
    deal_id: 'uuid',
    from_stage_id: 'uuid',
    to_stage_id: 'uuid',
    changed_by: 'uuid',
    changed_at: 'timestamptz',
  },
  task: {
    id: 'uuid',
    title: 'text',
    description: 'text',
    status: 'text',
    priority: 'text',
    task_type: 'text',
    due_date: 'date',
    assignee_id: 'uuid',
    deal_id: 'uuid',
    contact_id: 'uuid',
    company_id: 'uuid',
    completed_at: 'timestamptz',
    owner_id: 'uuid',
    created_at: 'timestamptz',
    updated_at: 'timestamptz',
  },
  activity: {
    id: 'uuid',
    activity_type: 'text',
    description: 'text',
    date: 'date',
    duration_minutes: 'int',
    outcome: 'text',
    status: 'text',
    notes: 'text',
    amount: 'numeric',
    deal_id: 'uuid',
    contact_id: 'uuid',
    company_id: 'uuid',
    owner_id: 'uuid',
    created_at: 'timestamptz',
    updated_at: 'timestamptz',
  },
  conversation: {
    id: 'uuid',
    kind: 'text',
    title: 'text',
    meeting_type: 'text',
    fathom_recording_id: 'text',
    share_id: 'text',
    share_url: 'text',
    started_at: 'timestamptz',
    ended_at: 'timestamptz',
    duration_minutes: 'numeric',
    summary: 'text',
    owner_email: 'text',
    team_name: 'text',
    contact_id: 'uuid',
    company_id: 'uuid',
    deal_id: 'uuid',
    sentiment_score: 'numeric',
    coach_rating: 'numeric',
    coach_summary: 'text',
    talk_time_rep_pct: 'numeric',
    talk_time_customer_pct: 'numeric',
    talk_time_judgement: 'text',
    owner_id: 'uuid',
    created_at: 'timestamptz',
    updated_at: 'timestamptz',
  },
  conversation_attendee: {
    id: 'uuid',
    conversation_id: 'uuid',
    position: 'int',
    name: 'text',
    email: 'text',
    is_external: 'boolean',
    role: 'text',
    contact_id: 'uuid',
  },
  conversation_action_item: {
    id: 'uuid',
    conversation_id: 'uuid',
    position: 'int',
    title: 'text',
    assignee_name: 'text',
    assignee_email: 'text',
    priority: 'text',
    category: 'text',
    deadline_at: 'timestamptz',
    completed: 'boolean',
    ai_generated: 'boolean',
    timestamp_seconds: 'numeric',
    playback_url: 'text',
  },
  call: {
    id: 'uuid',
    kind: 'text',
    source: 'text',
    title: 'text',
    direction: 'text',
    outcome: 'text',
    notes: 'text',
    call_status: 'text',
    called_at: 'timestamptz',
    started_at: 'timestamptz',
    ended_at: 'timestamptz',
    duration_seconds: 'numeric',
    caller_number: 'text',
    caller_e164: 'text',
    recipient_number: 'text',
    recipient_e164: 'text',
    external_system: 'text',
    external_id: 'text',
    contact_id: 'uuid',
    company_id: 'uuid',
    owner_id: 'uuid',
    created_at: 'timestamptz',
    updated_at: 'timestamptz',
  },
} as const

type Tables = typeof tables
export type DemoTable = keyof Tables
export const demoTables = Object.keys(tables) as DemoTable[]

type Value = string | number | boolean | null
/** A row of one table: every column must be said. */
export type DemoRow<T extends DemoTable> = Readonly<Record<keyof Tables[T], Value>>
export type DemoRows = { readonly [T in DemoTable]: readonly DemoRow<T>[] }

export async function insertDemoRows<T extends DemoTable>(
  tx: Executor,
  workspaceId: string,
  table: T,
  rows: readonly DemoRow<T>[],
): Promise<void> {
  const columns = Object.entries(tables[table])
  const names = columns.map(([name]) => name).join(', ')
  const types = columns.map(([name, type]) => `${name} ${type}`).join(', ')
  const query = statement(
    `demo_${table}`,
    `insert into ${table === 'call' ? 'conversation' : table} (workspace_id, ${names})
     select $1::uuid, ${names} from json_to_recordset($2::json) as i(${types})`,
  )
  await tx.run(query, [workspaceId, JSON.stringify(rows)])
}

const insertTally = statement(
  'demo_tally',
  'insert into tally (workspace_id, resource, delta) values ($1, $2, $3)',
)

/** Totals of lists are sums of these. */
export async function addToTally(
  tx: Executor,
  workspaceId: string,
  resource: string,
  count: number,
): Promise<void> {
  await tx.run(insertTally, [workspaceId, resource, count])
}

const insertSettings = statement(
  'demo_analysis_settings',
  `insert into analysis_settings (workspace_id, log_activity, create_task, set_last_contact)
   values ($1, false, false, false)`,
)

/** Evaluations of the workspace change no records. */
export async function leaveRecordsAlone(tx: Executor, workspaceId: string): Promise<void> {
  await tx.run(insertSettings, [workspaceId])
}

const workspaceOfOwner = statement(
  'demo_workspace',
  `select m.workspace_id as "workspaceId", u.id as "userId"
   from app_user u join member m on m.user_id = u.id
   where u.email = $1 and m.role = 'owner'`,
)

export async function findWorkspaceOfOwner(
  executor: Pick<Executor, 'run'>,
  email: string,
): Promise<{ readonly workspaceId: string; readonly userId: string } | undefined> {
  const [row] = await executor.run<{ workspaceId: string; userId: string }>(workspaceOfOwner, [
    email,
  ])
  return row
}

const agentEver = statement(
  'demo_agent',
  'select exists (select from agent where workspace_id = $1) as found',
)

/** Deleted ones count. */
export async function hasHadAgent(
  executor: Pick<Executor, 'run'>,
  workspaceId: string,
): Promise<boolean> {
  const [row] = await executor.run<{ found: boolean }>(agentEver, [workspaceId])
  return row?.found ?? false
}

const insertColleague = statement(
  'demo_colleague',
  `with person as (
     insert into app_user (id, name, email, email_verified) values ($2, $4, $5, true) returning id
   )
   insert into member (workspace_id, id, user_id, role) select $1::uuid, $3, id, $6 from person`,
)

export type Colleague = {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly role: string
}

/** A member without a password, who cannot sign in. */
export async function insertMemberWithoutPassword(
  tx: Executor,
  workspaceId: string,
  memberId: string,
  { userId, name, email, role }: Colleague,
): Promise<void> {
  await tx.run(insertColleague, [workspaceId, userId, memberId, name, email, role])
}

const stagesOf = statement(
  'demo_stages',
  `select id, key, name, color, position, default_probability as probability, outcome
   from deal_stage where workspace_id = $1 order by position`,
)

export type DemoStage = {
  readonly id: string
  readonly key: string
  readonly name: string
  readonly color: string
  readonly position: number
  readonly probability: number
  readonly outcome: 'open' | 'won' | 'lost'
}

export function listStages(tx: Executor, workspaceId: string): Promise<DemoStage[]> {
  return tx.run<DemoStage>(stagesOf, [workspaceId])
}

import type { CallChannel, CallDirection, EndStatus } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { CallRef } from './call.ts'

type Runner = Pick<Executor, 'run'>

/** What is told of a call in every event. */
export type CallFacts = {
  readonly callId: string
  readonly agentId: string | null
  readonly agentName: string | null
  readonly channel: CallChannel
  readonly direction: CallDirection
  readonly fromNumber: string | null
  readonly toNumber: string | null
  readonly contactId: string | null
  readonly campaignId: string | null
  readonly webhookId: string | null
  readonly startedAt: string
  readonly ringingAt: string | null
  readonly answeredAt: string | null
  /** JSON. */
  readonly params: string
}

/** Of a call `a`. */
const facts = `a.id as "callId", a.agent_id as "agentId", a.agent_name as "agentName", a.channel,
  a.direction, a.from_number as "fromNumber", a.to_number as "toNumber",
  (select c.contact_id from conversation c where c.workspace_id = a.workspace_id and c.id = a.id)
    as "contactId",
  a.campaign_id as "campaignId", a.webhook_id as "webhookId", iso(a.started_at) as "startedAt",
  iso(a.ringing_at) as "ringingAt", iso(a.answered_at) as "answeredAt", a.params`

export type CallRow = {
  readonly workspaceId: string
  readonly id: string
  readonly agentId: string | null
  readonly versionId: string | null
  readonly agentName: string | null
  readonly agentDetails: string | null
  readonly channel: CallChannel
  readonly direction: CallDirection
  readonly fromNumber: string | null
  readonly fromE164: string | null
  readonly toNumber: string | null
  readonly toE164: string | null
  /** Of the party that is not ours, to find the contact by. */
  readonly userE164: string | null
  readonly userNumber: string | null
  readonly params: string
  readonly language: string | null
  readonly ownerId: string | null
  readonly apiKeyId: string | null
  readonly campaignId: string | null
  readonly webhookId: string | null
  readonly nodeId: string | null
  readonly at: Date
  readonly aliveUntil: Date
}

const insertStatement = statement(
  'insert_agent_call',
  `with party as (
     select x.id, x.owner_id, x.company_id, x.first_name || coalesce(' ' || x.last_name, '') as name
     from contact x
     where x.phone_e164 = $13 and x.workspace_id = $1 and x.deleted_at is null
     order by x.created_at, x.id limit 1
   ), talk as (
     insert into conversation (workspace_id, id, kind, source, title, direction, started_at,
       owner_id, contact_id, company_id, caller_number, caller_e164, recipient_number,
       recipient_e164, language)
     select $1, $2, 'agent_call', 'agent',
       left(coalesce($5::text || ' · ', '') || coalesce(p.name, $14::text, $7::text), 500),
       case when $8::text in ('inbound', 'outbound') then $8::text end, $21::timestamptz,
       coalesce(
         (select user_id from member where workspace_id = $1 and user_id = $17),
         p.owner_id,
         (select user_id from member where workspace_id = $1
           order by (role = 'owner') desc, created_at, id limit 1)),
       p.id, p.company_id, $9, $10, $11, $12, $16
     from (select) one left join party p on true
     on conflict (workspace_id, id) do nothing
     returning workspace_id, id, contact_id, owner_id
   )
   insert into agent_call as a (workspace_id, id, agent_id, agent_version_id, agent_name,
     agent_details, channel, direction, from_number, to_number, params, api_key_id, campaign_id,
     webhook_id, node_id, started_at, alive_until)
   select workspace_id, id, $3, $4, $5, $6, $7, $8, $9, $11, $15, $18, $19, $20, $23, $21, $22
   from talk
   returning iso(a.started_at) as "startedAt", (select contact_id from talk) as "contactId",
     (select owner_id from talk) as "ownerId"`,
)

export type Begun = {
  readonly startedAt: string
  readonly contactId: string | null
  readonly ownerId: string
}

/** Adds the call and its conversation; undefined when there is one of this id. */
export async function insertCall(tx: Runner, call: CallRow): Promise<Begun | undefined> {
  const [row] = await tx.run<Begun>(insertStatement, [
    call.workspaceId,
    call.id,
    call.agentId,
    call.versionId,
    call.agentName,
    call.agentDetails,
    call.channel,
    call.direction,
    call.fromNumber,
    call.fromE164,
    call.toNumber,
    call.toE164,
    call.userE164,
    call.userNumber,
    call.params,
    call.language,
    call.ownerId,
    call.apiKeyId,
    call.campaignId,
    call.webhookId,
    call.at.toISOString(),
    call.aliveUntil.toISOString(),
    call.nodeId,
  ])
  return row
}

const contactStatement = statement(
  'give_agent_call_contact',
  'update conversation set contact_id = $3 where workspace_id = $1 and id = $2',
)

export async function setContact(
  tx: Runner,
  { workspaceId, callId }: CallRef,
  contactId: string,
): Promise<void> {
  await tx.run(contactStatement, [workspaceId, callId, contactId])
}

const factsStatement = statement(
  'find_agent_call_facts',
  `select ${facts} from agent_call a where a.workspace_id = $1 and a.id = $2`,
)

export async function findFacts(
  tx: Runner,
  workspaceId: string,
  callId: string,
): Promise<CallFacts | undefined> {
  const [row] = await tx.run<CallFacts>(factsStatement, [workspaceId, callId])
  return row
}

const ringStatement = statement(
  'agent_call_rings',
  `update agent_call a set ringing_at = coalesce(a.ringing_at, $3), updated_at = now()
   where a.workspace_id = $1 and a.id = any($2::uuid[]) and a.ended_at is null`,
)

export async function setRinging(
  tx: Runner,
  workspaceId: string,
  callIds: readonly string[],
  at: Date,
): Promise<void> {
  await tx.run(ringStatement, [workspaceId, callIds, at.toISOString()])
}

const answerStatement = statement(
  'agent_call_answered',
  `update agent_call a set status = 'IN_PROGRESS', answered_by = $4,
     answered_at = greatest($3::timestamptz, a.started_at), updated_at = now(),
     alive_until = greatest(a.alive_until, $5::timestamptz)
   where a.workspace_id = $1 and a.id = $2 and a.ended_at is null and a.answered_at is null
   returning ${facts}`,
)

/** Undefined when it was answered before, has ended, or never was. */
export async function setAnswered(
  tx: Runner,
  answer: {
    readonly workspaceId: string
    readonly callId: string
    readonly at: Date
    readonly by: string
    readonly aliveUntil: Date
  },
): Promise<CallFacts | undefined> {
  const [row] = await tx.run<CallFacts>(answerStatement, [
    answer.workspaceId,
    answer.callId,
    answer.at.toISOString(),
    answer.by,
    answer.aliveUntil.toISOString(),
  ])
  return row
}

const goesOnStatement = statement(
  'agent_call_goes_on',
  'select 1 as one from agent_call where workspace_id = $1 and id = $2 and ended_at is null',
)

export async function goesOn(tx: Runner, workspaceId: string, callId: string): Promise<boolean> {
  return (await tx.run(goesOnStatement, [workspaceId, callId])).length > 0
}

/** A call that nobody else can end or add to until the transaction is over. */
export type HeldCall = CallFacts & {
  readonly aliveUntil: string
  readonly language: string | null
  readonly contactName: string | null
  readonly contactEmail: string | null
}

const holdStatement = statement(
  'hold_agent_call',
  `select ${facts}, iso(a.alive_until) as "aliveUntil", c.language,
     x.first_name || coalesce(' ' || x.last_name, '') as "contactName", x.email as "contactEmail"
   from agent_call a
   join conversation c on c.workspace_id = a.workspace_id and c.id = a.id
   left join contact x on x.workspace_id = c.workspace_id and x.id = c.contact_id
     and x.deleted_at is null
   where a.workspace_id = $1 and a.id = $2 and a.ended_at is null
     and ($3::timestamptz is null or a.alive_until < $3)
   for update of a`,
)

/** Undefined when it has ended, or never was; `abandonedBefore`: also when somebody holds it still. */
export async function holdCall(
  tx: Runner,
  workspaceId: string,
  callId: string,
  abandonedBefore?: Date,
): Promise<HeldCall | undefined> {
  const values = [workspaceId, callId, abandonedBefore?.toISOString() ?? null]
  const [row] = await tx.run<HeldCall>(holdStatement, values)
  return row
}

const endStatement = statement(
  'end_agent_call',
  `with a as (
     update agent_call a set status = $3, end_reason = $4,
       ended_at = greatest($5::timestamptz, coalesce(a.answered_at, a.started_at)),
       duration_seconds = coalesce(
         extract(epoch from greatest($5::timestamptz, a.answered_at) - a.answered_at), 0),
       outcome = $6, performance = $7, usage = $8, cost = $9, tokens = $10, updated_at = now()
     where a.workspace_id = $1 and a.id = $2
     returning a.workspace_id, a.id, a.started_at, a.answered_at, a.ended_at, a.duration_seconds
   ), c as (
     update conversation c set started_at = coalesce(a.answered_at, a.started_at),
       ended_at = a.ended_at, duration_seconds = a.duration_seconds, call_status = $3,
       outcome = $11, updated_at = now()
     from a where c.workspace_id = a.workspace_id and c.id = a.id
     returning c.id
   )
   select iso(a.ended_at) as "endedAt", a.duration_seconds::float8 as "durationSeconds",
     (select r.id from recording r where r.workspace_id = a.workspace_id
       and r.conversation_id = a.id and r.stored_at is not null) as "recordingId"
   from a, c`,
)

export type Ended = {
  readonly endedAt: string
  readonly durationSeconds: number
  readonly recordingId: string | null
}

/** Of a call that is held by {@link holdCall}. */
export async function setEnded(
  tx: Runner,
  end: {
    readonly workspaceId: string
    readonly callId: string
    readonly status: EndStatus
    readonly endReason: string
    readonly at: Date
    readonly outcome: string | null
    readonly performance: string
    readonly usage: string
    readonly cost: number | null
    readonly tokens: number | null
    /** What lists of conversations show. */
    readonly callOutcome: string | null
  },
): Promise<Ended | undefined> {
  const [row] = await tx.run<Ended>(endStatement, [
    end.workspaceId,
    end.callId,
    end.status,
    end.endReason,
    end.at.toISOString(),
    end.outcome,
    end.performance,
    end.usage,
    end.cost,
    end.tokens,
    end.callOutcome,
  ])
  return row
}

import type pg from 'pg'
import { v7 } from 'uuid'
import type { Place } from './dataset.ts'

/** Numbers nobody may call, besides those of the campaigns. */
const listed = 10_000

/** An agent with a number, rules that are all switched on and always open, and long lists. */
export async function prepareCalling(
  client: pg.Client,
  { workspaceId }: Place,
): Promise<{ agentId: string; phoneNumberId: string }> {
  const [agentId, versionId, phoneNumberId] = [v7(), v7(), v7()]
  await client.query(
    `with made as (
       insert into agent (workspace_id, id, name, type, language)
       values ($1, $2, 'Bench', 'Single Prompt', 'en') returning workspace_id, id)
     insert into agent_version (workspace_id, id, agent_id, number, definition)
     select workspace_id, $3, id, 1, '{"name":"Bench"}' from made`,
    [workspaceId, agentId, versionId],
  )
  await client.query(
    `insert into phone_number (workspace_id, id, number, label, provider)
     values ($1, $2, '+14155550100', 'Bench', 'SIMULATED')`,
    [workspaceId, phoneNumberId],
  )
  await client.query(
    `insert into calling_rules (workspace_id, start_minute, end_minute, max_concurrency, needs_consent,
       calls_per_second) values ($1, 0, 1440, 400, true, 1000)`,
    [workspaceId],
  )
  await client.query(
    `insert into do_not_call (workspace_id, id, number, source, created_at)
     select $1, gen_random_uuid(), '+1415' || (2000000 + n), 'import', now()
     from generate_series(1, $2) n`,
    [workspaceId, listed],
  )
  return { agentId, phoneNumberId }
}

export type Wanted = {
  readonly agentId: string
  readonly phoneNumberId: string
  readonly people: number
  /** Of the first number; others follow. */
  readonly first: number
}

export const numberOf = (n: number) => `+4420${String(70_000_000 + n)}`

/** A campaign with people who consented, not started yet. */
export async function makeCampaign(
  client: pg.Client,
  { workspaceId }: Place,
  { agentId, phoneNumberId, people, first }: Wanted,
): Promise<string> {
  const id = v7()
  const key = [workspaceId, id]
  await client.query(
    `insert into campaign (workspace_id, id, name, status, send_type, retries, voicemail, agent_id,
       phone_number_id, created_at, updated_at, calls_per_second, time_range)
     values ($1, $2, 'Bench', 'PENDING', 'MANUAL', '{"busy":{"times":0}}', '{}', $3, $4, now(), now(), 1000,
       '{"startCallingTime":"00:00","endCallingTime":"24:00"}')`,
    [...key, agentId, phoneNumberId],
  )
  await client.query('insert into campaign_lane (workspace_id, campaign_id) values ($1, $2)', key)
  await client.query(
    `insert into campaign_zone (workspace_id, campaign_id, zones) values ($1, $2, 'Europe/London')`,
    key,
  )
  await client.query(
    `insert into campaign_recipient (workspace_id, campaign_id, id, number, key, zones, variables,
       status, latest_action_at, created_at)
     select $1, $2, gen_random_uuid(), '+4420' || (70000000 + n), '+4420' || (70000000 + n),
       'Europe/London', '{"plan":"gold"}', 'PENDING', now(), now()
     from generate_series($3::int, $3::int + $4::int - 1) n`,
    [...key, first, people],
  )
  await client.query(
    `insert into calling_consent (workspace_id, id, number, kind, source, given_at, created_at)
     select $1, gen_random_uuid(), '+4420' || (70000000 + n), 'express', 'form', now(), now()
     from generate_series($2::int, $2::int + $3::int - 1) n`,
    [workspaceId, first, people],
  )
  await client.query(
    `insert into campaign_count (workspace_id, campaign_id, kind, name, n)
     values ($1, $2, 'status', 'PENDING', $3)`,
    [...key, people],
  )
  return id
}

export async function startCampaign(client: pg.Client, id: string): Promise<void> {
  await client.query(`update campaign set status = 'RUNNING' where id = $1`, [id])
  await client.query('update campaign_lane set due_at = now() where campaign_id = $1', [id])
}

/** Waits until all people of the campaign were called; answers how many calls ended. */
export async function untilCompleted(client: pg.Client, id: string): Promise<void> {
  const deadlineMs = performance.now() + 600_000
  for (;;) {
    const { rows } = await client.query<{ status: string }>(
      'select status from campaign where id = $1',
      [id],
    )
    if (rows[0]?.status === 'COMPLETED') return
    if (performance.now() > deadlineMs) throw new Error(`The campaign is still ${rows[0]?.status}.`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

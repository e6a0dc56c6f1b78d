import type pg from 'pg'
import { v7 } from 'uuid'
import type { Place } from './dataset.ts'
import type { Shot } from './load-generator.ts'

const contactCount = 20_000
const agents = 20

/** Contacts that are called, and the numbers of those who call. */
export async function loadPeople(client: pg.Client, place: Place): Promise<void> {
  const rows = Array.from({ length: contactCount }, (_, n) => ({
    id: v7(),
    phone: contactNumber(n),
  }))
  await client.query(
    `insert into contact (workspace_id, id, first_name, last_name, email, phone, phone_e164, owner_id)
     select $1, id, 'Contact', phone, phone || '@bench.example', phone, phone, $2
     from json_to_recordset($3::json) as i(id uuid, phone text)`,
    [place.workspaceId, place.userId, JSON.stringify(rows)],
  )
  for (let n = 0; n < agents; n++) {
    const userId = v7()
    await client.query('insert into app_user (id, name, email) values ($1, $2, $3)', [
      userId,
      `Agent ${n}`,
      `agent${n}@bench.example`,
    ])
    await client.query(
      `insert into member (workspace_id, id, user_id, role, phone, phone_e164)
       values ($1, $2, $3, 'rep', $4, $4)`,
      [place.workspaceId, v7(), userId, agentNumber(n)],
    )
  }
  await client.query('analyze')
}

const contactNumber = (n: number) => `+4420${String(70_000_000 + n)}`
const agentNumber = (n: number) => `+1415555${String(2000 + n)}`

const capturePath = '/functions/v1/webhook-call-capture'
const outcomes = ['converted', 'follow_up', 'not_answered', 'completed', 'not_interested']

/**
 * A dialer's calls, each with an id of its own: from a member to a contact that is known by number;
 * every twentieth to somebody unknown, who becomes a contact, and every tenth with a follow-up, which
 * becomes a task.
 */
export function callShots({ workspaceId }: Place, run: string): () => Shot {
  let n = 0
  return () => {
    n += 1
    return {
      method: 'POST',
      path: capturePath,
      body: JSON.stringify({
        company_id: workspaceId,
        outcome: outcomes[n % outcomes.length],
        notes: 'Interested in the premium package, needs time to discuss it.',
        caller_number: agentNumber(n % agents),
        recipient_number: contactNumber(
          n % 20 === 0 ? contactCount + n : (n * 7919) % contactCount,
        ),
        duration_seconds: n % 600,
        call_status: 'completed',
        start_time: '2026-03-02T10:30:00Z',
        external_call_id: `${run}-${n}`,
        external_system: 'BenchDialer',
        ...(n % 10 === 0 && { next_follow_up: '2026-03-06', next_follow_up_time: '14:00:00' }),
        call_details: { campaign_id: 'CAMP-001', disposition: 'interested', tags: ['premium'] },
      }),
    }
  }
}

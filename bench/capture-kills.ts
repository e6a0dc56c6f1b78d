import pg from 'pg'
import { v7 } from 'uuid'
import { callShots } from './capture-calls.ts'
import { startServer } from './children.ts'
import type { Prepared } from './database.ts'
import { ask, type Target } from './load-generator.ts'
import { childrenOf } from './proc.ts'

const senders = 32
const loadMs = 3_000
/** How long after the kill the server must answer again. */
const comeBackMs = 30_000

export type KillResult = {
  readonly killed: 'node' | 'postgres'
  readonly acknowledged: number
  /** Acknowledged and not in the database. */
  readonly lost: number
  /** External ids that two records have. */
  readonly doubled: number
}

/** Sends calls all the while, kills, waits until calls are taken in again, and counts. */
export async function killUnderLoad(
  prepared: Prepared,
  setting: Parameters<typeof startServer>[0],
): Promise<KillResult[]> {
  const results: KillResult[] = []
  for (const killed of ['node', 'postgres'] as const) {
    let server = await startServer(setting)
    const burst = startBurst(prepared, () => server.port)
    await pause(loadMs)
    if (killed === 'node') {
      process.kill(server.pid, 'SIGKILL')
      server = await startServer(setting)
    } else {
      process.kill(await findPostmaster(server.pid), 'SIGKILL')
    }
    await burst.untilAnsweredAgain()
    const acknowledged = await burst.stop()
    await server.stop()
    results.push({ killed, ...(await countIn(prepared, acknowledged)) })
  }
  return results
}

/** PostgreSQL and the servers are our children; the one that is no server of ours is it. */
async function findPostmaster(serverPid: number): Promise<number> {
  const pid = (await childrenOf(process.pid)).find((child) => child !== serverPid)
  if (pid === undefined) throw new Error('PostgreSQL is not our child.')
  return pid
}

type Acknowledged = { readonly id: string; readonly externalId: string }

/** Each sender repeats a call until it is acknowledged, as dialers do. */
function startBurst({ keys, places }: Prepared, port: () => number) {
  const shot = callShots(places.usual, v7())
  const acknowledged: Acknowledged[] = []
  let stopped = false
  const send = async () => {
    while (!stopped) {
      const call = shot()
      for (let done = false; !done && !stopped; ) {
        const target: Target = { host: '127.0.0.1', port: port(), apiKey: keys.usual }
        const answer = await ask(target, call).catch(() => undefined)
        done = answer?.status === 201
        if (answer && done) acknowledged.push(toAcknowledged(answer.body, call.body ?? ''))
        if (!done) await pause(50)
      }
    }
  }
  const senders_ = Promise.all(Array.from({ length: senders }, send))
  return {
    async untilAnsweredAgain() {
      const before = acknowledged.length
      const deadlineMs = performance.now() + comeBackMs
      // More than were under way when it was killed.
      while (acknowledged.length < before + 10 * senders) {
        if (performance.now() > deadlineMs) throw new Error('Calls are not taken in any more.')
        await pause(50)
      }
    },
    async stop() {
      stopped = true
      await senders_
      return acknowledged
    },
  }
}

function toAcknowledged(reply: string, body: string): Acknowledged {
  const { data } = JSON.parse(reply) as { data: { call_history_id: string } }
  const { external_call_id } = JSON.parse(body) as { external_call_id: string }
  return { id: data.call_history_id, externalId: external_call_id }
}

async function countIn({ url }: Prepared, acknowledged: readonly Acknowledged[]) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ found: string; doubled: string }>(
    `select (select count(*) from json_to_recordset($1::json) as a(id uuid, "externalId" text)
         join conversation c on c.id = a.id and c.external_id = a."externalId") as found,
       (select count(*) from (select from conversation where external_id is not null
         group by workspace_id, external_system, external_id having count(*) > 1) d) as doubled`,
    [JSON.stringify(acknowledged)],
  )
  await client.end()
  return {
    acknowledged: acknowledged.length,
    lost: acknowledged.length - Number(rows[0]?.found ?? 0),
    doubled: Number(rows[0]?.doubled ?? 0),
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

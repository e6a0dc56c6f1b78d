import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { v7 } from 'uuid'
import { evaluate } from '../server/src/modules/evaluator/index.ts'
import { measureTranscript } from '../server/src/modules/metrics/metrics-rules.ts'
import type { Transcript } from '../server/src/modules/metrics/segment-rules.ts'
import { builtInContent } from '../server/src/modules/scorecards/index.ts'
import { startServer } from './children.ts'
import { openDatabaseForBench, type Prepared } from './database.ts'
import { cpuMsOf, memoryMbOf } from './proc.ts'

/** Of the issue: transcripts a minute, as a share of a bare loop over the pure rules. */
const leastShare = 0.5
/** Memory counts as flat when the last quarter is at most this much above the second one. */
const mostGrowth = 1.1
const pollMs = 500
const floorRounds = 300

export type PipelineWish = { readonly conversations: number; readonly talk: Transcript }

/**
 * Transcripts through the whole of Parley (events, jobs, metrics, evaluation, PostgreSQL), against a
 * bare loop over the rules alone. Everything waits when the server starts, so it is always busy.
 */
export async function benchPipeline(
  say: (line: string) => void,
  { conversations, talk }: PipelineWish,
): Promise<boolean> {
  const floor = await floorPerMinute(talk)
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'))
  await chmod(folder, 0o711)
  const none = { contacts: 0, companies: 0, deals: 0, manyContacts: 0 }
  const prepared = await openDatabaseForBench(folder, none, () => {})
  const client = new pg.Client({ connectionString: prepared.url })
  await client.connect()
  try {
    await fill(client, prepared, { conversations, talk })
    const { rate, memory } = await runAll(client, prepared, folder, conversations)
    const quarter = Math.ceil(memory.length / 4)
    const second = highest(memory.slice(quarter, 2 * quarter))
    const last = highest(memory.slice(3 * quarter))
    const share = rate.processor / floor.processor
    const holds = share >= leastShare && last <= second * mostGrowth
    const quarters = [0, 1, 2, 3].map((part) =>
      Math.round(highest(memory.slice(part * quarter, (part + 1) * quarter))),
    )
    say('| pipeline | conversations | a minute | bare rules | share | memory by quarters |')
    say('|---|---|---|---|---|---|')
    const rates = [rate, floor].map(
      ({ processor, clock }) => `${Math.round(processor)} (${Math.round(clock)})`,
    )
    const cells = [`${talk.segments.length} segments each`, conversations, ...rates]
    say(`| ${[...cells, share.toFixed(2), `${quarters.join(', ')} MB`].join(' | ')} |`)
    say(
      `${holds ? 'holds' : 'MISSES'}: at least ${leastShare} of the bare rules, and memory that stays`,
    )
    return holds
  } finally {
    await client.end()
    await prepared.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

const highest = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), 0)

/** Transcripts a minute of one processor's time, the server's own, and of the clock. */
type Rate = { readonly processor: number; readonly clock: number }

async function floorPerMinute(talk: Transcript): Promise<Rate> {
  const scorecard = builtInContent('general_call')
  const before = process.threadCpuUsage()
  const started = performance.now()
  for (let round = 0; round < floorRounds; round += 1) {
    measureTranscript(talk, { monologueSeconds: 60 })
    await evaluate(
      {
        segments: talk.segments.map((segment) => ({ ...segment, endMs: segment.endMs ?? 0 })),
        speakers: talk.speakers.map((speaker) => ({ ...speaker, name: null })),
        language: talk.language,
        kind: 'meeting',
        startedAt: '2026-03-03T09:00:00.000Z',
        timeZone: 'UTC',
        scorecard,
      },
      { llm: undefined },
    )
  }
  const clockMs = performance.now() - started
  const { user, system } = process.threadCpuUsage(before)
  return rateOf(floorRounds, { processor: (user + system) / 1_000, clock: clockMs })
}

function rateOf(count: number, ms: Rate): Rate {
  return { processor: (count * 60_000) / ms.processor, clock: (count * 60_000) / ms.clock }
}

/** Conversations with transcripts, and the events that say so, as the doors would have left them. */
async function fill(
  client: pg.Client,
  { places }: Prepared,
  { conversations, talk }: PipelineWish,
): Promise<void> {
  const { workspaceId, userId } = places.usual
  const batch = 500
  for (let from = 0; from < conversations; from += batch) {
    const count = Math.min(batch, conversations - from)
    const ids = Array.from({ length: count }, () => v7())
    await client.query('begin')
    await client.query(
      `insert into conversation (workspace_id, id, kind, title, owner_id, started_at)
       select $1, id, 'meeting', 'Talk', $2, now() from unnest($3::uuid[]) as id`,
      [workspaceId, userId, ids],
    )
    // A transcript has the id of its conversation here.
    await client.query(
      `insert into transcript (workspace_id, id, conversation_id, source, language, timing,
         has_speakers, word_count)
       select $1, id, id, 'upload', $2, 'segment', true, 1000 from unnest($3::uuid[]) as id`,
      [workspaceId, talk.language, ids],
    )
    await client.query(
      `insert into transcript_speaker (workspace_id, transcript_id, number, kind)
       select $1, id, s.number, s.kind from unnest($2::uuid[]) as id
       cross join json_to_recordset($3::json) as s(number int, kind text)`,
      [workspaceId, ids, JSON.stringify(talk.speakers)],
    )
    await client.query(
      `insert into transcript_segment (workspace_id, transcript_id, position, speaker, start_ms,
         end_ms, text)
       select $1, id, s.position, s.speaker, s."startMs", s."endMs", s.text
       from unnest($2::uuid[]) as id cross join json_to_recordset($3::json)
         as s(position int, speaker int, "startMs" int, "endMs" int, text text)`,
      [workspaceId, ids, JSON.stringify(talk.segments)],
    )
    await client.query(
      `insert into event (workspace_id, id, name, subject_type, subject_id, payload)
       select $1, gen_random_uuid(), 'transcript.generated', 'transcript', id,
         json_build_object('conversation_id', id, 'word_count', 1000)::text
       from unnest($2::uuid[]) as id`,
      [workspaceId, ids],
    )
    await client.query('commit')
  }
  await client.query('analyze')
}

async function runAll(
  client: pg.Client,
  prepared: Prepared,
  folder: string,
  conversations: number,
): Promise<{ rate: Rate; memory: number[] }> {
  const server = await startServer({ folder, databaseUrl: prepared.url })
  const started = performance.now()
  const cpuBefore = await cpuMsOf(server.pid)
  const memory: number[] = []
  try {
    for (let done = 0; done < conversations; ) {
      await new Promise((resolve) => setTimeout(resolve, pollMs))
      memory.push(await memoryMbOf([server.pid]))
      const { rows } = await client.query<{ done: number }>(
        `select least((select count(*) from evaluation where status = 'evaluated'),
           (select count(*) from conversation_metrics))::int as done`,
      )
      done = rows[0]?.done ?? 0
    }
    const clock = performance.now() - started
    const processor = (await cpuMsOf(server.pid)) - cpuBefore
    return { rate: rateOf(conversations, { processor, clock }), memory }
  } finally {
    await server.stop()
  }
}

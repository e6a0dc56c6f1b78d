import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import { matching, valuesOf, type Wanted } from './list-queries.ts'
import type { Viewer } from './view-queries.ts'

type Planner = { readonly runPlanned: Executor['run'] }

const picked = `picked as materialized (
  select a.*, case when a.direction = 'inbound' then a.from_number else a.to_number end
      as user_number,
    coalesce(a.duration_seconds, 0)::float8 as seconds
  from agent_call a
  join conversation c on c.workspace_id = a.workspace_id and c.id = a.id and c.deleted_at is null
  where ${matching})`

const counted = (column: string) => `(select coalesce(json_object_agg(name, n), '{}')
  from (select ${column} as name, count(*) as n from picked group by 1) x)`

const totals = `'totalCalls', count(*), 'answeredCalls', count(answered_at),
  'completedCalls', count(*) filter (where status = 'COMPLETED'),
  'totalDuration', coalesce(round(sum(seconds)::numeric, 3), 0)::float8,
  'totalCost', coalesce(sum(cost), 0)::float8`

/** A bucket of local time. */
const bucket = `date_trunc($12, started_at at time zone $13) at time zone $13`

const overviewStatement = statement(
  'agent_calls_overview',
  `with ${picked}
   select json_build_object(${totals},
     'averageDuration', coalesce(round(avg(seconds) filter (where answered_at is not null)::numeric,
       3), 0)::float8,
     'totalMinutes', coalesce(round((sum(seconds) / 60)::numeric, 2), 0)::float8,
     'totalTokens', coalesce(sum(tokens), 0)::bigint, 'uniqueUsers', count(distinct user_number),
     'byStatus', ${counted('status')}, 'byChannel', ${counted('channel')},
     'byDirection', ${counted('direction')},
     'series', (select coalesce(json_agg(json_build_object('start', iso(at), 'calls', calls,
         'answered', answered, 'duration', duration) order by at), '[]')
       from (select ${bucket} as at, count(*) as calls, count(answered_at) as answered,
           round(sum(seconds)::numeric, 3)::float8 as duration
         from picked group by 1) x),
     'agents', (select coalesce(json_agg(json_build_object('voiceAgentId', agent_id,
         'agentName', name, 'calls', calls, 'answered', answered, 'duration', duration,
         'lastCallAt', iso(last_at))
         order by calls desc, name), '[]')
       from (select agent_id, max(agent_name) as name, count(*) as calls, max(started_at) as last_at,
           count(answered_at) as answered, round(sum(seconds)::numeric, 3)::float8 as duration
         from picked group by agent_id order by count(*) desc, max(agent_name) limit 100) x)
     )::text as json
   from picked`,
)

const totalsStatement = statement(
  'agent_calls_totals',
  `with ${picked} select json_build_object(${totals})::text as json from picked`,
)

const stages = ['endOfTurnMs', 'transcriptionMs', 'firstTokenMs', 'firstAudioMs', 'heardMs']

/** Over calls: of the averages each counts as often as it has turns. */
const latencyOf = (stage: string) => `'${stage}', (select case when count(*) > 0 then
    json_build_object(
      'average', round((sum((l ->> 'average')::float8 * (l ->> 'turns')::float8)
        / sum((l ->> 'turns')::float8))::numeric, 1)::float8,
      'p50', percentile_disc(0.5) within group (order by (l ->> 'p50')::float8),
      'p95', percentile_disc(0.95) within group (order by (l ->> 'p95')::float8),
      'calls', count(*)) end
  from (select performance::json -> 'latency' -> '${stage}' as l from picked) x
  where l is not null and (l ->> 'turns')::float8 > 0)`

const total = (count: string) => `coalesce(sum((t ->> '${count}')::float8), 0)`
const portion = (part: string, of: string) =>
  `round((${total(part)} / nullif(${total(of)}, 0))::numeric, 3)::float8`
const typical = (spread: string) => `case when count(t -> '${spread}' ->> 'p50') > 0 then
    json_build_object(
      'p50', percentile_disc(0.5) within group (order by (t -> '${spread}' ->> 'p50')::float8),
      'p95', percentile_disc(0.95) within group (order by (t -> '${spread}' ->> 'p95')::float8),
      'calls', count(t -> '${spread}' ->> 'p50')) end`

/** Rates are of all events of all calls, so that a call counts as much as happened in it. */
const turnTaking = `(select case when count(*) > 0 then json_build_object('calls', count(*),
    'turns', ${total('turns')},
    'responseRate', ${portion('answeredTurns', 'turns')},
    'responseLatencyMs', ${typical('responseLatencyMs')},
    'callerInterruptions', ${total('callerInterruptions')},
    'yieldRate', ${portion('yields', 'callerInterruptions')},
    'yieldLatencyMs', ${typical('yieldLatencyMs')},
    'agentInterruptions', ${total('agentInterruptions')},
    'agentInterruptionRate', ${portion('agentInterruptions', 'turns')},
    'backchannels', ${total('backchannels')},
    'backchannelRate', ${portion('backchannelsIgnored', 'backchannels')},
    'noises', ${total('noises')},
    'noiseRate', ${portion('noisesIgnored', 'noises')}) end
  from (select performance::json -> 'turnTaking' as t from picked) x where t is not null)`

const rate = (what: string, of: string) =>
  `(count(*) filter (where ${what}))::float8 / nullif(count(*) filter (where ${of}), 0)`

const performanceStatement = statement(
  'agent_calls_performance',
  `with ${picked}
   select json_build_object('calls', count(*),
     'answerRate', ${rate('answered_at is not null', 'ended_at is not null or answered_at is not null')},
     'completionRate', ${rate(
       `status = 'COMPLETED' and answered_at is not null`,
       'ended_at is not null and answered_at is not null',
     )},
     'forwardRate', ${rate(
       `status = 'FORWARDED' and answered_at is not null`,
       'ended_at is not null and answered_at is not null',
     )},
     'failureRate', ${rate(`status = 'FAILED'`, 'ended_at is not null')},
     'averageRingSeconds', round(avg(extract(epoch from answered_at
       - coalesce(ringing_at, started_at)))::numeric, 2)::float8,
     'duration', json_build_object(
       'average', round(avg(seconds) filter (where answered_at is not null)::numeric, 2)::float8,
       'p50', percentile_disc(0.5) within group (order by seconds)
         filter (where answered_at is not null),
       'p95', percentile_disc(0.95) within group (order by seconds)
         filter (where answered_at is not null)),
     'turnsPerCall', round(avg((performance::json ->> 'turns')::float8)::numeric, 2)::float8,
     'interruptionsPerCall',
       round(avg((performance::json ->> 'interruptions')::float8)::numeric, 2)::float8,
     'latency', json_build_object(${stages.map(latencyOf).join(', ')}),
     'turnTaking', ${turnTaking},
     'endReasons', (select coalesce(json_agg(json_build_object('reason', end_reason, 'calls', n)
         order by n desc, end_reason), '[]')
       from (select end_reason, count(*) as n from picked where end_reason is not null
         group by 1 order by 2 desc limit 50) x),
     'tools', (select coalesce(json_agg(json_build_object('name', name, 'uses', uses,
         'failures', failures, 'averageMs', ms) order by uses desc, name), '[]')
       from (select l.payload::json ->> 'toolName' as name, count(*) as uses,
           count(*) filter (where l.message = 'Tool Failed') as failures,
           round(avg((l.payload::json ->> 'durationMs')::float8)::numeric, 1)::float8 as ms
         from picked s
         join agent_call_log l on l.workspace_id = s.workspace_id and l.call_id = s.id
           and l.category = 'TOOLS' and l.message in ('Tool Success', 'Tool Failed')
         where l.payload::json ->> 'toolName' is not null
         group by 1 order by 2 desc limit 100) x))::text as json
   from picked`,
)

const satisfactionStatement = statement(
  'agent_calls_satisfaction',
  `with ${picked}, heard as materialized (
     select s.id, s.started_at, e.score, e.outcome, m.sentiment from picked s
     left join evaluation e on e.workspace_id = s.workspace_id and e.conversation_id = s.id
       and e.is_current and e.content is not null
     left join conversation_metrics m on m.workspace_id = s.workspace_id
       and m.conversation_id = s.id
     where e.id is not null or m.conversation_id is not null)
   select json_build_object('calls', count(*),
     'averageScore', round(avg(score)::numeric, 1)::float8,
     'averageSentiment', round(avg(sentiment)::numeric, 3)::float8,
     'sentiment', json_build_object('positive', count(*) filter (where sentiment > 0.2),
       'neutral', count(*) filter (where sentiment between -0.2 and 0.2),
       'negative', count(*) filter (where sentiment < -0.2)),
     'outcomes', (select coalesce(json_agg(json_build_object('outcome', outcome, 'calls', n)
         order by n desc, outcome), '[]')
       from (select outcome, count(*) as n from heard where outcome is not null group by 1) x),
     'series', (select coalesce(json_agg(json_build_object('start', iso(at), 'calls', calls,
         'averageScore', score, 'averageSentiment', sentiment) order by at), '[]')
       from (select ${bucket} as at, count(*) as calls, round(avg(score)::numeric, 1)::float8
             as score, round(avg(sentiment)::numeric, 3)::float8 as sentiment
         from heard group by 1) x),
     'lowest', (select coalesce(json_agg(json_build_object('id', id, 'score', score,
         'sentiment', sentiment) order by sentiment, id), '[]')
       from (select id, score, sentiment from heard where sentiment is not null
         order by sentiment, id limit 10) x))::text as json
   from heard`,
)

type Cut = { readonly step: 'hour' | 'day'; readonly zone: string }

async function figures<T>(
  db: Planner,
  found: ReturnType<typeof statement>,
  values: unknown[],
): Promise<T> {
  const [row] = await db.runPlanned<{ json: string }>(found, values)
  return JSON.parse(row?.json ?? '{}') as T
}

export const selectOverview = <T>(db: Planner, viewer: Viewer, wanted: Wanted, cut: Cut) =>
  figures<T>(db, overviewStatement, [...valuesOf(viewer, wanted), cut.step, cut.zone])

export const selectTotals = <T>(db: Planner, viewer: Viewer, wanted: Wanted) =>
  figures<T>(db, totalsStatement, valuesOf(viewer, wanted))

export const selectPerformance = <T>(db: Planner, viewer: Viewer, wanted: Wanted) =>
  figures<T>(db, performanceStatement, valuesOf(viewer, wanted))

export const selectSatisfaction = <T>(db: Planner, viewer: Viewer, wanted: Wanted, cut: Cut) =>
  figures<T>(db, satisfactionStatement, [...valuesOf(viewer, wanted), cut.step, cut.zone])

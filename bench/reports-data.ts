import { v7 } from 'uuid'
import { inSession } from '../server/src/platform/backup/copy-queries.ts'
import type { Place } from './dataset.ts'

/** Of the issue: what every report must be answered from. */
export const sizes = { reps: 50, conversations: 200_000, deals: 5_000, days: 365 } as const

const outcomes = [
  'closed_won',
  'closed_lost',
  'follow_up_required',
  'no_show',
  'qualified',
  'not_qualified',
] as const
const kinds = ['call', 'call', 'meeting', 'recording', 'agent_call'] as const
const objectionTypes = ['price', 'timing', 'need', 'trust', 'competition', 'decision'] as const
const criteria = Array.from({ length: 10 }, (_, index) => `criterion_${index}`)
const dayMs = 86_400_000
const hourMs = 3_600_000

/** The same numbers in every run. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

type Cell = string | number | boolean | null

/** In the text format of COPY; values hold nothing that would need an escape but backslashes. */
const toLine = (cells: readonly Cell[]): string =>
  `${cells.map((cell) => (cell === null ? '\\N' : String(cell))).join('\t')}\n`

/** Lines to a chunk: a few hundred kilobytes. */
const chunkLines = 1_000

async function* inChunks(lines: Iterable<readonly Cell[]>): AsyncGenerator<Buffer> {
  let chunk: string[] = []
  for (const line of lines) {
    chunk.push(toLine(line))
    if (chunk.length === chunkLines) {
      yield Buffer.from(chunk.join(''))
      chunk = []
    }
  }
  if (chunk.length > 0) yield Buffer.from(chunk.join(''))
}

type Talk = { readonly id: string; readonly transcriptId: string; readonly at: Date }

type Year = {
  readonly workspaceId: string
  readonly scorecardId: string
  readonly reps: readonly string[]
  readonly talks: readonly Talk[]
  readonly random: () => number
}

type Lines = Iterable<readonly Cell[]>
type Table = {
  readonly name: string
  readonly columns: string
  readonly lines: (year: Year) => Lines
}

const pickWith = <T>(random: () => number, list: readonly T[]): T =>
  list[Math.floor(random() * list.length)] as T

const people: readonly Table[] = [
  {
    name: 'app_user',
    columns: 'id name email',
    lines: ({ reps }) => reps.map((id, index) => [id, `Rep ${index}`, `${id}@bench.example`]),
  },
  {
    name: 'member',
    columns: 'workspace_id id user_id role',
    lines: ({ workspaceId, reps }) => reps.map((id) => [workspaceId, v7(), id, 'rep']),
  },
]

const scorecards: readonly Table[] = [
  {
    name: 'scorecard',
    columns: 'workspace_id id name',
    lines: ({ workspaceId, scorecardId }) => [[workspaceId, scorecardId, 'Bench']],
  },
  {
    name: 'scorecard_version',
    columns: 'workspace_id scorecard_id version name content',
    lines: ({ workspaceId, scorecardId }) => {
      const content = JSON.stringify({ criteria: criteria.map((key) => ({ key, name: key })) })
      return [[workspaceId, scorecardId, 1, 'Bench', content]]
    },
  },
]

const conversations: readonly Table[] = [
  {
    name: 'conversation',
    columns: 'workspace_id id kind title started_at owner_id',
    lines: ({ workspaceId, talks, reps, random }) =>
      talks.map(({ id, at }) => {
        const kind = pickWith(random, kinds)
        return [workspaceId, id, kind, 'Talk', at.toISOString(), pickWith(random, reps)]
      }),
  },
  {
    name: 'transcript',
    columns: 'workspace_id id conversation_id source timing has_speakers word_count',
    lines: ({ workspaceId, talks }) =>
      talks.map((talk) => [
        workspaceId,
        talk.transcriptId,
        talk.id,
        'upload',
        'segment',
        true,
        1_000,
      ]),
  },
]

const metrics: Table = {
  name: 'conversation_metrics',
  columns:
    'workspace_id conversation_id transcript_id transcript_updated_at computed_at rules_version monologue_seconds talk_seconds duration_seconds metrics rep_share longest_monologue_seconds patience_seconds question_count',
  lines: ({ workspaceId, talks, random }) =>
    talks.map(({ id, transcriptId, at }) => {
      const measured = [random(), 30 + random() * 90, random() * 2, Math.floor(random() * 20)]
      const moment = at.toISOString()
      const fixed = [1, 60, 1_000, 1_200, '{}']
      return [workspaceId, id, transcriptId, moment, moment, ...fixed, ...measured]
    }),
}

const evaluations: Table = {
  name: 'evaluation',
  columns:
    'workspace_id id conversation_id scorecard_id scorecard_version status is_current content score outcome has_next_step',
  lines: ({ workspaceId, talks, scorecardId, random }) =>
    talks.map(({ id }) => {
      const head = [workspaceId, v7(), id, scorecardId, 1, 'evaluated', true]
      const outcome = pickWith(random, outcomes)
      return [...head, contentOf(random), Math.round(random() * 100), outcome, random() < 0.6]
    }),
}

function contentOf(random: () => number): string {
  return JSON.stringify({
    talk_type: pickWith(random, ['sales', 'demo', 'discovery']),
    stages: [],
    objections: Array.from({ length: Math.floor(random() * 3) }, () => ({
      type: pickWith(random, objectionTypes),
      handled: random() < 0.5,
    })),
    criteria: criteria.map((key) => ({ key, applies: true, score: Math.round(random() * 4) / 4 })),
  })
}

function makeYear({ workspaceId }: Place): Year {
  const random = numbers(7)
  const midnight = Date.now() - (Date.now() % dayMs)
  const talks = Array.from({ length: sizes.conversations }, (): Talk => {
    const day = midnight - Math.ceil(random() * sizes.days) * dayMs
    return { id: v7(), transcriptId: v7(), at: new Date(day + (8 + random() * 10) * hourMs) }
  })
  const reps = Array.from({ length: sizes.reps }, () => v7())
  return { workspaceId, scorecardId: v7(), reps, talks, random }
}

/** A year that ends yesterday: conversations with metrics and evaluations, and deals. */
export async function loadYear(url: string, place: Place): Promise<void> {
  const year = makeYear(place)
  const { workspaceId, reps } = year
  await inSession(url, 'begin', async (session) => {
    for (const table of [...people, ...scorecards, ...conversations, metrics, evaluations]) {
      const { name, columns } = table
      await session.copyIn({ name, columns: columns.split(' ') }, inChunks(table.lines(year)))
    }
    await session.client.query(dealsOf, [workspaceId, reps, sizes.deals])
    await session.client.query(changesOfDeals, [workspaceId])
  })
}

const dealsOf = `
  insert into deal (workspace_id, id, title, value, stage_id, status, expected_close_date,
    probability, owner_id, created_at, stage_entered_at, closed_at)
  select $1, uuidv7(), 'Deal ' || n, 100 * (1 + n % 90), s.id, s.outcome, now()::date + n % 60 - 20,
    s.default_probability, ($2::uuid[])[1 + n % 50], now() - make_interval(days => 20 + n % 340),
    now() - make_interval(days => n % 60),
    case when s.outcome <> 'open' then now() - make_interval(days => n % 340) end
  from generate_series(1, $3::int) n
  join (select *, row_number() over (order by position) - 1 as place from deal_stage
    where workspace_id = $1) s on s.place = n % 5`

const changesOfDeals = `
  insert into deal_stage_change (workspace_id, deal_id, from_stage_id, to_stage_id, changed_at)
  select d.workspace_id, d.id, lag(s.id) over of_deal, s.id,
    d.created_at + make_interval(days => 3 * s.position)
  from deal d
  join deal_stage h on h.workspace_id = d.workspace_id and h.id = d.stage_id
  join deal_stage s on s.workspace_id = d.workspace_id and s.position <= h.position
  where d.workspace_id = $1 window of_deal as (partition by d.id order by s.position)`

import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import { ownerOnly, type Viewer } from './read-queries.ts'

type Match = {
  readonly transcript_id: string
  readonly conversation_id: string
  readonly conversation_kind: 'call' | 'meeting' | 'recording' | 'agent_call'
  readonly title: string
  readonly position: number
  readonly speaker: number
  readonly speaker_name: string | null
  readonly start_ms: number
  readonly end_ms: number
  readonly text: string
}
/** With the words of the text that have the stem of a word looked for. */
export type FoundMatch = Match & { readonly forms: readonly string[] }

const matching = `from transcript_segment s
  join transcript t on t.workspace_id = s.workspace_id and t.id = s.transcript_id
  join conversation c on c.workspace_id = t.workspace_id and c.id = t.conversation_id
    and c.deleted_at is null
  where s.workspace_id = $1 and ($2::uuid is null or c.owner_id = $2)
    and ($4::uuid is null or c.id = $4) and ($5::uuid is null or c.contact_id = $5)`
const found = `${matching} and s.terms @@ spoken_query($3, '&')`
// Only in order to give the parameter a type.
const first = `${matching} and s.position = 0 and $3::text is null`

const columns = `select t.id as transcript_id, c.id as conversation_id, c.kind as conversation_kind,
  c.title, s.position, s.speaker, (select p.name from transcript_speaker p
    where p.workspace_id = s.workspace_id and p.transcript_id = s.transcript_id
      and p.number = s.speaker) as speaker_name, s.start_ms, s.end_ms, s.text,
  array(select w.token from ts_parse('default', s.text) w
    where $3::text is not null and spoken_terms(w.token) @@ spoken_query($3, '|')) as forms`
const order = 'order by c.created_at desc, c.id desc, s.position limit $6 offset $7'

const searchStatement = statement('search_transcripts', `${columns} ${found} ${order}`)
const countFoundStatement = statement('count_found_segments', `select count(*) as total ${found}`)
const listStatement = statement('list_transcripts', `${columns} ${first} ${order}`)
const countListedStatement = statement('count_transcripts', `select count(*) as total ${first}`)

export async function selectMatches(
  db: Pick<Executor, 'run'>,
  viewer: Viewer,
  search: {
    /** For `spoken_query`; null: the first segment of every transcript. */
    readonly terms: string | null
    readonly conversationId: string | null
    readonly contactId: string | null
    readonly limit: number
    readonly offset: number
  },
): Promise<{ rows: FoundMatch[]; total: number }> {
  const { terms, conversationId, contactId, limit, offset } = search
  const values = [viewer.workspaceId, ownerOnly(viewer), terms, conversationId, contactId]
  const isSearch = terms !== null
  const select = isSearch ? searchStatement : listStatement
  const rows = await db.run<FoundMatch>(select, [...values, limit, offset])
  const count = isSearch ? countFoundStatement : countListedStatement
  const [counted] = await db.run<{ total: number }>(count, values)
  return { rows, total: counted?.total ?? 0 }
}

const withinStatement = statement(
  'search_in_conversations',
  `select m.* from unnest($2::uuid[]) as wanted(id)
   cross join lateral (
     ${columns}
     from transcript t
     join conversation c on c.workspace_id = t.workspace_id and c.id = t.conversation_id
     join transcript_segment s on s.workspace_id = t.workspace_id and s.transcript_id = t.id
     where t.workspace_id = $1 and t.conversation_id = wanted.id
       and s.terms @@ spoken_query($3, '&')
     order by s.position limit $4) m`,
)

/** The first matches within each of some conversations. */
export function selectMatchesIn(
  db: Pick<Executor, 'run'>,
  workspaceId: string,
  search: {
    readonly conversationIds: readonly string[]
    readonly terms: string
    readonly perEach: number
  },
): Promise<FoundMatch[]> {
  const { conversationIds, terms, perEach } = search
  return db.run<FoundMatch>(withinStatement, [workspaceId, conversationIds, terms, perEach])
}

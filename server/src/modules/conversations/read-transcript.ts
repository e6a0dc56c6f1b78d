import type { Pagination } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { findTranscript, selectEdits, selectLines, selectSegmentsShown } from './read-queries.ts'
import { selectMatches } from './search-queries.ts'
import { offsetsOf, termsOf, askedOf } from './search-rules.ts'
import { toSrt, toText, toVtt } from './transcript-file-rules.ts'
import { selectSummary } from './transcript-queries.ts'

export async function requireTranscript(
  { db }: Pick<Context, 'db'>,
  principal: Principal,
  id: string,
): Promise<{ id: string; conversationId: string }> {
  const found = await findTranscript(db, principal, id)
  if (!found) throw new AppError('TRANSCRIPT_NOT_FOUND', 'There is no such transcript.')
  return found
}

/** The transcript with its segments, as JSON text. */
export async function getTranscript(
  context: Context,
  principal: Principal,
  id: string,
): Promise<string> {
  const { db } = context
  const { workspaceId } = principal
  const found = await requireTranscript(context, principal, id)
  const summary = await selectSummary(db, workspaceId, found.id)
  if (summary === undefined) throw new AppError('TRANSCRIPT_NOT_FOUND', 'It was just deleted.')
  const segments = await selectSegmentsShown(db, workspaceId, found.id)
  return `${summary.slice(0, -1)}, "segments" : ${segments}}`
}

const writers = { text: toText, srt: toSrt, vtt: toVtt } as const

export async function writeTranscriptFile(
  context: Context,
  principal: Principal,
  { id, format }: { readonly id: string; readonly format: keyof typeof writers },
): Promise<string> {
  const { workspaceId } = principal
  const found = await requireTranscript(context, principal, id)
  const summary = await selectSummary(context.db, workspaceId, found.id)
  const { has_speakers: hasSpeakers } = JSON.parse(summary ?? '{}') as { has_speakers?: boolean }
  const lines = await selectLines(context.db, workspaceId, found.id)
  return writers[format](lines, hasSpeakers === true)
}

type Paged = { readonly limit: number; readonly offset: number }

export async function searchTranscripts(
  { db }: Context,
  principal: Principal,
  query: Paged & {
    readonly search?: string | undefined
    readonly conversation_id?: string | undefined
    readonly contact_id?: string | undefined
  },
) {
  const { search = '', limit, offset } = query
  const terms = termsOf(search)
  const isAsked = search.trim() !== ''
  // Nothing is found by mere punctuation.
  if (isAsked && terms.length === 0) return pageOf([], 0, query)
  const { rows, total } = await selectMatches(db, principal, {
    terms: isAsked ? askedOf(terms) : null,
    conversationId: query.conversation_id ?? null,
    contactId: query.contact_id ?? null,
    limit,
    offset,
  })
  const matches = rows.map(({ forms, ...row }) => ({
    ...row,
    offsets: offsetsOf(row.text, terms, forms),
  }))
  return pageOf(matches, total, query)
}

export async function listEdits(context: Context, principal: Principal, id: string, paged: Paged) {
  const found = await requireTranscript(context, principal, id)
  const { rows, total } = await selectEdits(context.db, principal.workspaceId, found.id, paged)
  return pageOf(rows, total, paged)
}

function pageOf<Row>(rows: readonly Row[], total: number, { limit, offset }: Paged) {
  const pagination: Pagination = {
    limit,
    offset,
    total,
    hasMore: offset + rows.length < total,
    page: Math.floor(offset / limit) + 1,
    totalPages: Math.ceil(total / limit),
    nextCursor: null,
  }
  return { data: [...rows], error: null, count: total, pagination }
}

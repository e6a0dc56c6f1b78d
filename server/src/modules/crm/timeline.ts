import type { Pagination } from '@parley/contract'
import { RawJson } from '../../platform/raw-json.ts'
import { type Caller, type Declaration, requireRecord } from '../records/index.ts'
import { selectTimeline, type TimelineSubject } from './timeline-queries.ts'

/** Activities, tasks, meetings, calls and stage changes around one record. */
export async function listTimeline(
  caller: Caller,
  declaration: Declaration,
  id: string,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<RawJson> {
  const { context, principal } = caller
  await requireRecord(caller, declaration, id)
  const subject = declaration.resource.name as TimelineSubject
  const { rows, total } = await selectTimeline(context.db, principal, {
    subject,
    id,
    limit,
    offset,
  })
  const pagination: Pagination = {
    limit,
    offset,
    total,
    hasMore: offset + limit < total,
    page: Math.floor(offset / limit) + 1,
    totalPages: Math.ceil(total / limit),
    nextCursor: null,
  }
  return new RawJson(
    `{"data":[${rows}],"error":null,"count":${total},"pagination":${JSON.stringify(pagination)}}`,
  )
}

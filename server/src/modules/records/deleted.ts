import type { Pagination } from '@parley/contract'
import { RawJson } from '../../platform/raw-json.ts'
import type { Caller, Declaration } from './declaration.ts'
import { selectDeleted } from './deleted-queries.ts'
import { wordsOf } from './search-terms.ts'

type Wanted = {
  readonly limit: number
  readonly offset: number
  readonly search?: string | undefined
}

/** What was deleted and is not yet gone for good, as the envelope's text. */
export async function listDeleted(
  { context, principal }: Caller,
  declaration: Declaration,
  { limit, offset, search }: Wanted,
): Promise<RawJson> {
  const words = search ? wordsOf(search) : []
  const bin = { words, limit, offset }
  const { rows, shown, total } = await selectDeleted(context.db, declaration, principal, bin)
  const pagination: Pagination = {
    limit,
    offset,
    total,
    hasMore: offset + shown < total,
    page: Math.floor(offset / limit) + 1,
    totalPages: Math.ceil(total / limit),
    nextCursor: null,
  }
  return new RawJson(
    `{"data":[${rows}],"error":null,"count":${total},"pagination":${JSON.stringify(pagination)}}`,
  )
}

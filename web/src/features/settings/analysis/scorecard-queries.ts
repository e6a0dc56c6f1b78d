import type { Scorecard } from '@parley/contract'
import { queryOptions } from '@tanstack/react-query'
import { parley } from '../../../api/client.ts'

export const scorecardsQuery = queryOptions({
  queryKey: ['scorecards', 'list'],
  queryFn: () => parley.scorecards.list({}),
})

export const archivedQuery = queryOptions({
  queryKey: ['scorecards', 'archived'],
  queryFn: () => parley.scorecards.list({ archived: true }),
})

export const scorecardQuery = (id: string) =>
  queryOptions({
    queryKey: ['scorecards', 'one', id],
    queryFn: () => parley.scorecards.get(id),
  })

/** Changed by people of the workspace, not only looked at. */
export function isOwn({ built_in }: Pick<Scorecard, 'built_in'>): boolean {
  return built_in === null
}

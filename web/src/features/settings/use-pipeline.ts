import type { DealStage, NewDealStage } from '@parley/contract'
import { useMutation, useQueries, useQueryClient } from '@tanstack/react-query'
import { parley } from '../../api/client.ts'
import { stagesQuery } from '../../api/queries.ts'
import { t } from '../../i18n/index.ts'
import { tell, tellFailure } from '../../ui/toast.ts'
import { type StageChanges, withStage } from './pipeline-rules.ts'

/** Deals that are moved in one request. */
const batchSize = 500
const { queryKey } = stagesQuery

/** Changes of the pipeline: those of a stage are shown at once, and undone when the server refuses. */
export function usePipeline() {
  const cache = useQueryClient()
  // Deals tell their stage, and its name is part of what they are asked by.
  const onSettled = async () => {
    await cache.invalidateQueries({ queryKey })
    void cache.invalidateQueries({ queryKey: ['deals'] })
  }
  const change = useMutation({
    scope: { id: 'pipeline' },
    mutationFn: ({ id, changes }: { readonly id: string; readonly changes: StageChanges }) =>
      parley.dealStages.update(id, changes),
    onMutate({ id, changes }) {
      void cache.cancelQueries({ queryKey })
      const before = cache.getQueryData(queryKey)
      cache.setQueryData(queryKey, (stages) => stages && withStage(stages, id, changes))
      return before
    },
    onError(error, _change, before) {
      cache.setQueryData(queryKey, before)
      tellFailure(error)
    },
    onSettled,
  })
  const add = useMutation({
    mutationFn: (stage: NewDealStage) => parley.dealStages.create(stage),
    onSuccess: ({ name }) => tell(t('form.created', { name })),
    onSettled,
  })
  const remove = useMutation({
    mutationFn: async ({
      stage,
      heir,
    }: {
      readonly stage: DealStage
      readonly heir?: DealStage
    }) => {
      if (heir) await moveDeals(stage, heir)
      await parley.dealStages.delete(stage.id)
    },
    onSuccess: (_, { stage }) => tell(t('pipeline.deleted', { name: stage.name })),
    onSettled,
  })
  return { change, add, remove }
}

/** Until none is left: the last request finds nothing. */
async function moveDeals({ key }: DealStage, heir: DealStage): Promise<void> {
  for (;;) {
    const { data } = await parley.deals.list({ stage: key, limit: batchSize, count: 'none' })
    if (data.length === 0) return
    const records = data.map(({ id }) => ({ id, stage: heir.key }))
    await parley.deals.batch({ operation: 'update', atomic: true, records })
  }
}

/** How many deals are in each stage, by its id; absent while nobody knows. */
export function useDealCounts(stages: readonly DealStage[]): ReadonlyMap<string, number> {
  const counts = useQueries({
    queries: stages.map(({ key }) => ({
      queryKey: ['deals', 'count', key],
      queryFn: async () => (await parley.deals.list({ stage: key, limit: 1 })).pagination.total,
    })),
  })
  return new Map(
    stages.flatMap(({ id }, index) => {
      const count = counts[index]?.data
      return count === undefined || count === null ? [] : [[id, count]]
    }),
  )
}

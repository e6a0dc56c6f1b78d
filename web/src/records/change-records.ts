import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query'
import { t } from '../i18n/index.ts'
import { tell, tellFailure, tellProblem, tellWithUndo } from '../ui/toast.ts'
import type { Page, ResourceView, Row } from './resource-view.ts'

type Pages = InfiniteData<Page>
/** Restoring asks once for each record. */
const atOnce = 5
/** What the API takes in one batch. */
const batchSize = 1_000

function withChanges(pages: Pages | undefined, id: string, changes: object): Pages | undefined {
  if (!pages) return undefined
  return {
    ...pages,
    pages: pages.pages.map((page) => ({
      ...page,
      data: page.data.map((row) => (row.id === id ? { ...row, ...changes } : row)),
    })),
  }
}

/** Changes a record: shown at once, and as it was again when the server refuses. */
export function useChange(view: ResourceView) {
  const cache = useQueryClient()
  const key = [view.name, 'list']
  return useMutation({
    mutationFn: ({ id, body }: { id: string; body: object; shown?: object }) =>
      view.api.patch(id, body),
    async onMutate({ id, body, shown }) {
      await cache.cancelQueries({ queryKey: key })
      const before = cache.getQueriesData<Pages>({ queryKey: key })
      const record = cache.getQueryData<Row>([view.name, 'one', id])
      const changes = { ...body, ...shown }
      cache.setQueriesData<Pages>({ queryKey: key }, (pages) => withChanges(pages, id, changes))
      if (record) cache.setQueryData([view.name, 'one', id], { ...record, ...changes })
      return { before, record }
    },
    onSuccess(row) {
      cache.setQueriesData<Pages>({ queryKey: key }, (pages) => withChanges(pages, row.id, row))
      void cache.invalidateQueries({ queryKey: [view.name, 'one', row.id] })
    },
    onError(error, { id }, context) {
      for (const [queryKey, pages] of context?.before ?? []) cache.setQueryData(queryKey, pages)
      if (context?.record) cache.setQueryData([view.name, 'one', id], context.record)
      tellFailure(error)
    },
  })
}

async function inBatches(
  view: ResourceView,
  operation: 'update' | 'delete',
  records: readonly object[],
): Promise<{ readonly done: number; readonly failed: number; readonly why: string | undefined }> {
  let [done, failed] = [0, 0]
  let why: string | undefined
  for (let start = 0; start < records.length; start += batchSize) {
    const part = records.slice(start, start + batchSize)
    const reply = await view.api.batch({ operation, records: part })
    done += reply.count
    failed += part.length - reply.count
    why ??= reply.data.find(({ status }) => status === 'failed')?.error
  }
  return { done, failed, why }
}

async function restoreAll(view: ResourceView, ids: readonly string[]): Promise<void> {
  for (let start = 0; start < ids.length; start += atOnce) {
    await Promise.all(ids.slice(start, start + atOnce).map((id) => view.api.restore(id)))
  }
}

/** Changes and deletes many records, each with a way back. */
export function useBulk(view: ResourceView) {
  const cache = useQueryClient()
  const refresh = () => cache.invalidateQueries({ queryKey: [view.name] })
  const again = (work: Promise<unknown>) => {
    work.then(() => tell(t('bulk.undone')), tellFailure).finally(() => void refresh())
  }

  const remove = useMutation({
    mutationFn: async (rows: readonly Row[]) => ({
      rows,
      ...(await inBatches(
        view,
        'delete',
        rows.map(({ id }) => ({ id })),
      )),
    }),
    onSuccess({ rows, done, failed, why }) {
      if (failed > 0) tellProblem(why ?? t('refusal.unknown'))
      tellWithUndo(t('bulk.deleted', { count: done }), () =>
        again(
          restoreAll(
            view,
            rows.map(({ id }) => id),
          ),
        ),
      )
    },
    onError: tellFailure,
    onSettled: refresh,
  })

  const update = useMutation({
    mutationFn: async (change: { rows: readonly Row[]; field: string; value: unknown }) => {
      const { rows, field, value } = change
      const records = rows.map(({ id }) => ({ id, [field]: value }))
      return { change, ...(await inBatches(view, 'update', records)) }
    },
    onSuccess({ change: { rows, field }, done, failed, why }) {
      if (failed > 0) tellProblem(why ?? t('refusal.unknown'))
      const before = rows.map((row) => ({ id: row.id, [field]: row[field] ?? null }))
      tellWithUndo(t('bulk.changed', { count: done }), () =>
        again(inBatches(view, 'update', before)),
      )
    },
    onError: tellFailure,
    onSettled: refresh,
  })

  return { remove, update }
}

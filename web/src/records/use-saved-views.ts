import type { NewSavedView, SavedView, SavedViewChanges, SavedViewTable } from '@parley/contract'
import { ParleyError } from '@parley/sdk'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { parley } from '../api/client.ts'
import { useMe } from '../api/queries.ts'
import { t } from '../i18n/index.ts'
import { tellFailure, tellProblem, tellWithUndo } from '../ui/toast.ts'
import { moveViews } from './move-views.ts'

type Views = readonly SavedView[]

/** What the API answers on a page at most. */
const atMost = 1_000

const keyOf = (table: SavedViewTable) => ['saved-views', table] as const

/** One's own views of a table and those that others share, by name. */
export function useSavedViews(table: SavedViewTable) {
  const { user } = useMe()
  return useQuery({
    queryKey: keyOf(table),
    queryFn: async ({ signal }) => {
      await moveViews(table, user.id)
      return (await parley.savedViews.list({ table, limit: atMost }, { signal })).data
    },
  })
}

type Changes = { readonly query: string } | Required<Omit<SavedViewChanges, 'query'>>

type Change = {
  /** Answers a view that is new. */
  readonly send: () => Promise<SavedView | undefined>
  /** What is shown until the server has answered. */
  readonly shown: (views: Views) => Views
}

/** Changes are shown at once, and taken back when the server refuses. */
export function useViewChanges(table: SavedViewTable) {
  const { user } = useMe()
  const cache = useQueryClient()
  const queryKey = keyOf(table)
  const show = (change: Change['shown']) =>
    cache.setQueryData<Views>(queryKey, (views = []) => change(views).toSorted(byName))
  const { mutate } = useMutation({
    mutationFn: ({ send }: Change) => send(),
    async onMutate({ shown }) {
      await cache.cancelQueries({ queryKey })
      const before = cache.getQueryData<Views>(queryKey)
      show(shown)
      return before
    },
    onError(error, _, before) {
      cache.setQueryData(queryKey, before)
      tellRefusal(error)
    },
    onSettled: () => cache.invalidateQueries({ queryKey }),
  })

  /** `onCreated` is not told when somebody went elsewhere meanwhile. */
  function create(fields: Required<NewSavedView>, onCreated?: (view: SavedView) => void): void {
    const now = new Date().toISOString()
    const known = { owner_id: user.id, owner_name: user.name, may_change: false }
    const draft = { ...fields, ...known, id: `new ${now}`, created_at: now, updated_at: now }
    const change: Change = {
      async send() {
        const view = await parley.savedViews.create(fields)
        show((views) => views.map((one) => (one.id === draft.id ? view : one)))
        return view
      },
      shown: (views) => [...views, draft],
    }
    mutate(change, { onSuccess: (view) => view && onCreated?.(view) })
  }

  function update(id: string, changes: Changes): void {
    mutate({
      async send() {
        await parley.savedViews.update(id, changes)
        return undefined
      },
      shown: (views) => views.map((view) => (view.id === id ? { ...view, ...changes } : view)),
    })
  }

  function remove({ id, name, query, visibility }: SavedView): void {
    const again = () => create({ table, name, query, visibility })
    mutate({
      async send() {
        await parley.savedViews.delete(id)
        // A shared one was asked about before: made again it could be somebody else's.
        if (visibility === 'private') tellWithUndo(t('views.deleted', { name }), again)
        return undefined
      },
      shown: (views) => views.filter((view) => view.id !== id),
    })
  }

  return { create, update, remove }
}

function byName(one: SavedView, other: SavedView): number {
  return one.name.toLowerCase().localeCompare(other.name.toLowerCase())
}

function tellRefusal(error: unknown): void {
  if (error instanceof ParleyError && error.code === 'CONFLICT') tellProblem(t('views.full'))
  else tellFailure(error)
}

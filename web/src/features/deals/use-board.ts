import type { DealStage } from '@parley/contract'
import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'
import { t } from '../../i18n/index.ts'
import { useChange } from '../../records/change-records.ts'
import { listQueryOf } from '../../records/record-list.ts'
import { type Page, type Row, textOf } from '../../records/resource-view.ts'
import { useUrl } from '../../shell/use-url.ts'
import { type ColumnCards, type Moves, placeCards, withMoved } from './board-cards.ts'
import { dealsView } from './deals-view.ts'

/** Cards of one stage; those beyond are in the table. */
const cardsOfStage = 50
const key = ['deals', 'stage']

export type BoardColumn = ColumnCards & {
  readonly stage: DealStage
  readonly isPending: boolean
  readonly error: Error | null
}

/** The stages with their cards. A deal stands where it was moved to while the server is asked. */
export function useBoard(stages: readonly DealStage[], moves: Moves): readonly BoardColumn[] {
  const [search] = useUrl()
  const { stage: _all, sort: _sort, ...query } = listQueryOf(dealsView, search)
  const lists = useQueries({
    queries: stages.map((stage) => ({
      queryKey: [...key, stage.key, query],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        dealsView.api.list({ ...query, stage: stage.key, limit: cardsOfStage }, { signal }),
    })),
  })
  return useMemo(() => {
    const known = lists.flatMap(({ data: page, dataUpdatedAt: at }, index) => {
      const stage = stages[index]
      return page && stage ? [{ stage: stage.key, page, at }] : []
    })
    const cards = placeCards(known, moves)
    return stages.map((stage, index) => ({
      stage,
      isPending: lists[index]?.isPending ?? true,
      error: lists[index]?.error ?? null,
      ...(cards.get(stage.key) ?? { rows: [], total: 0 }),
    }))
  }, [lists, stages, moves])
}

/** Moves cards at once; a card goes back when the server refuses. `moved` says the last move in words. */
export function useMoves() {
  const cache = useQueryClient()
  const { mutateAsync } = useChange(dealsView)
  const [moves, setMoves] = useState<Moves>(new Map())
  const [moved, setMoved] = useState('')
  // The moves of one deal reach the server one after the other: the last one made is the one that stays.
  const sending = useRef(new Map<string, Promise<void>>())

  // The same function for as long as the board is open: columns are drawn again only when their cards change.
  const move = useCallback(
    (deal: Row, stage: DealStage) => {
      if (deal.stage === stage.key) return
      const send = async () => {
        const row = await mutateAsync({ id: deal.id, body: { stage: stage.key } })
        for (const [listKey, page] of cache.getQueriesData<Page>({ queryKey: key })) {
          if (page) cache.setQueryData(listKey, withMoved(page, listKey[2] === stage.key, row))
        }
      }
      const settle = (sent: Promise<void>) => {
        if (sending.current.get(deal.id) !== sent) return
        sending.current.delete(deal.id)
        setMoves((all) => new Map([...all].filter(([id]) => id !== deal.id)))
        // Answers that are under way are from before the move: they are asked for again.
        void cache.invalidateQueries({ queryKey: key })
      }
      setMoves((all) => new Map(all).set(deal.id, { deal, stage: stage.key }))
      setMoved(t('deals.moved', { title: textOf(deal.title), stage: stage.name }))
      const before = sending.current.get(deal.id) ?? Promise.resolve()
      // What failed was told; the card goes back by itself.
      const sent: Promise<void> = before.then(send).catch(() => undefined)
      sending.current.set(deal.id, sent)
      void sent.then(() => settle(sent))
    },
    [cache, mutateAsync],
  )
  return { moves, moved, move }
}

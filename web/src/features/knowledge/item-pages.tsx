import type { KnowledgeItem } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Plus, RotateCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { formatMoment, formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import { ItemState, reasonOf } from './item-state.tsx'

type PagesProps = { readonly item: KnowledgeItem; readonly canWrite: boolean }

/** The addresses of an item, and what became of each. */
export function ItemPages({ item, canWrite }: PagesProps) {
  const cache = useQueryClient()
  const [url, setUrl] = useState('')
  const act = useMutation({
    mutationFn: (action: () => Promise<unknown>) => action(),
    onSettled: () => cache.invalidateQueries({ queryKey: ['knowledge'] }),
  })
  const add = async () => {
    await parley.knowledge.addUrl(item.id, { url })
    setUrl('')
  }
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-xs font-medium text-muted">{t('knowledge.addresses')}</h3>
      <ul className="rounded-md border border-line">
        {item.urls.map((page) => (
          <li
            key={page.url}
            className="flex items-center gap-2 border-b border-line px-3 py-2 last:border-b-0"
          >
            <span className="min-w-0 flex-1">
              <span dir="auto" className="block truncate">
                {page.title ?? page.url}
              </span>
              <span dir="ltr" className="block truncate text-xs text-faint">
                {page.url}
              </span>
              <span className="block truncate text-xs text-faint">
                {reasonOf(page) ??
                  (page.fetchedAt &&
                    `${t('knowledge.words', { count: formatNumber(page.wordsNumber) })} · ${formatMoment(page.fetchedAt)}`)}
              </span>
            </span>
            <ItemState status={page.status} />
            {canWrite && (
              <>
                <IconButton
                  label={t('knowledge.crawlPage', { url: page.url })}
                  disabled={act.isPending || page.status === 'PROCESSING'}
                  onClick={() =>
                    act.mutate(() => parley.knowledge.refresh(item.id, { url: page.url }))
                  }
                >
                  <RotateCw aria-hidden size={14} />
                </IconButton>
                <IconButton
                  label={t('knowledge.removePage', { url: page.url })}
                  disabled={act.isPending || item.urls.length === 1}
                  onClick={() =>
                    act.mutate(() => parley.knowledge.removeUrl(item.id, { url: page.url }))
                  }
                >
                  <Trash2 aria-hidden size={14} />
                </IconButton>
              </>
            )}
          </li>
        ))}
      </ul>
      {canWrite && (
        <form
          className="flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            act.mutate(add)
          }}
        >
          <Field label={t('knowledge.newAddress')} className="flex-1">
            {(ids) => (
              <Input
                {...ids}
                type="url"
                dir="ltr"
                required
                value={url}
                onChange={({ target }) => setUrl(target.value)}
              />
            )}
          </Field>
          <Button type="submit" disabled={act.isPending}>
            <Plus aria-hidden size={14} />
            {t('knowledge.addAction')}
          </Button>
        </form>
      )}
      <Refused error={act.error} />
    </section>
  )
}

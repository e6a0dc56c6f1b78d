import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { t } from '../i18n/index.ts'
import { useUrl } from '../shell/use-url.ts'
import { type ResourceView, textOf } from './resource-view.ts'

/** Waits until somebody stops typing. */
const typingMs = 350
const shownAtMost = 3

type SimilarProps = {
  readonly view: ResourceView
  readonly values: Readonly<Record<string, unknown>>
}

/** Warns that what is being typed may be there already, with the way to it. */
export function SimilarRecords({ view, values }: SimilarProps) {
  const [, setSearch] = useUrl()
  const typed = JSON.stringify(Object.entries(values).filter(([, value]) => textOf(value)))
  const [settled, setSettled] = useState(typed)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), typingMs)
    return () => clearTimeout(timer)
  }, [typed])
  const similar = useQuery({
    queryKey: [view.name, 'similar', settled],
    queryFn: async () =>
      (await view.similarTo?.(Object.fromEntries(JSON.parse(settled) as [string, unknown][]))) ??
      [],
    retry: false,
  })
  const found = similar.data?.slice(0, shownAtMost) ?? []
  return (
    <div aria-live="polite">
      {found.length > 0 && (
        <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 rounded-md bg-warn-soft px-3 py-2 text-warn">
          <span>{t('similar.found')}</span>
          {found.map((row) => (
            <button
              key={row.id}
              type="button"
              className="rounded font-medium underline"
              onClick={() => setSearch({ open: row.id })}
            >
              {[view.titleOf(row), textOf(row.email ?? row.company_name ?? row.domain)]
                .filter(Boolean)
                .join(' · ')}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

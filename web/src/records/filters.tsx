import { X } from 'lucide-react'
import { t } from '../i18n/index.ts'
import { useUrl } from '../shell/use-url.ts'
import { Badge } from '../ui/bits.tsx'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import type { FilterView, ResourceView } from './resource-view.ts'
import { useOptions } from './value-control.tsx'

/** A line of what the list can be narrowed by. */
export function Filters({ view }: { readonly view: ResourceView }) {
  const [search, setSearch] = useUrl()
  const linked = (view.linkedFilters ?? []).filter((name) => search[name])
  const isNarrowed = linked.length > 0 || view.filters.some(({ name }) => search[name])
  if (view.filters.length === 0) return null
  return (
    <div className="flex shrink-0 items-center gap-1.5 overflow-x-auto border-b sm:flex-wrap border-line px-4 py-1.5">
      {view.filters.map((filter) => (
        <FilterSelect key={filter.name} filter={filter} />
      ))}
      {linked.length > 0 && <Badge tone="accent">{t('filter.linked')}</Badge>}
      {isNarrowed && (
        <Button
          look="ghost"
          size="sm"
          onClick={() =>
            setSearch(
              Object.fromEntries(
                [...linked, ...view.filters.map(({ name }) => name)].map((name) => [
                  name,
                  undefined,
                ]),
              ),
            )
          }
        >
          <X aria-hidden size={13} />
          {t('filter.clear')}
        </Button>
      )}
    </div>
  )
}

function FilterSelect({ filter }: { readonly filter: FilterView }) {
  const [search, setSearch] = useUrl()
  const options = useOptions(filter)
  const value = search[filter.name] ?? ''
  return (
    <select
      aria-label={t(filter.label)}
      value={value}
      onChange={(event) => setSearch({ [filter.name]: event.target.value || undefined })}
      className={cx(
        'h-7 max-w-44 shrink-0 rounded-md border px-1.5 text-xs',
        value ? 'border-accent bg-selected text-accent' : 'border-line bg-page text-muted',
      )}
    >
      <option value="">{t(filter.label)}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.words}
        </option>
      ))}
    </select>
  )
}

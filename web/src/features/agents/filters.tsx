import { Search as SearchIcon } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useUrl } from '../../shell/use-url.ts'
import { cx } from '../../ui/cx.ts'

type Option = { readonly value: string; readonly words: string }

type ChooseProps = {
  readonly name: string
  readonly label: string
  readonly options: readonly Option[]
}

/** A filter that stands in the address; its label is the choice of nothing. */
export function Choose({ name, label, options }: ChooseProps) {
  const [search, setSearch] = useUrl()
  const value = search[name] ?? ''
  return (
    <select
      aria-label={label}
      value={value}
      onChange={({ target }) => setSearch({ [name]: target.value || undefined })}
      className={cx(
        'h-7 max-w-44 shrink-0 rounded-md border px-1.5 text-xs',
        value ? 'border-accent bg-selected text-accent' : 'border-line bg-page text-muted',
      )}
    >
      <option value="">{label}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.words}
        </option>
      ))}
    </select>
  )
}

/** Waits until somebody stops typing. */
const typingMs = 250

/** The text `q` of the address. */
export function SearchBox({ label }: { readonly label: string }) {
  const [search, setSearch] = useUrl()
  const [text, setText] = useState(search.q ?? '')
  useEffect(() => {
    if (text === (search.q ?? '')) return
    const timer = setTimeout(() => setSearch({ q: text || undefined }), typingMs)
    return () => clearTimeout(timer)
  }, [text, search.q, setSearch])
  return (
    <span className="relative shrink-0">
      <SearchIcon
        aria-hidden
        size={13}
        className="pointer-events-none absolute start-2 top-1/2 -translate-y-1/2 text-faint"
      />
      <input
        type="search"
        value={text}
        onChange={({ target }) => setText(target.value)}
        aria-label={label}
        placeholder={label}
        className="h-7 w-44 rounded-md border border-line bg-page ps-7 pe-2 text-xs"
      />
    </span>
  )
}

type DayProps = { readonly name: 'since' | 'until'; readonly label: string }

/** A day of the address. */
export function DayFilter({ name, label }: DayProps) {
  const [search, setSearch] = useUrl()
  const value = search[name] ?? ''
  return (
    <label className="flex shrink-0 items-center gap-1 text-xs text-muted">
      {label}
      <input
        type="date"
        value={value}
        onChange={({ target }) => setSearch({ [name]: target.value || undefined })}
        className={cx(
          'h-7 rounded-md border px-1.5 text-xs',
          value ? 'border-accent bg-selected text-accent' : 'border-line bg-page text-muted',
        )}
      />
    </label>
  )
}

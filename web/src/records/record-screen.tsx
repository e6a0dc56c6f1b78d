import { Plus, Search as SearchIcon } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { useMay } from '../api/queries.ts'
import { t } from '../i18n/index.ts'
import { type Command, useCommands } from '../shell/commands.ts'
import { useUrl } from '../shell/use-url.ts'
import { PageHeader } from '../ui/bits.tsx'
import { Button } from '../ui/button.tsx'
import { Empty, Failure } from '../ui/states.tsx'
import type { Sorting } from './column-header.tsx'
import { Filters } from './filters.tsx'
import { columnsOf, listQueryOf, type RecordList, useRecordList } from './record-list.ts'
import { LoadingRows, RecordTable, totalText } from './record-table.tsx'
import type { ResourceView } from './resource-view.ts'

const ViewMenus = lazy(async () => ({ default: (await import('./view-menus.tsx')).ViewMenus }))
const BulkBar = lazy(async () => ({ default: (await import('./bulk-bar.tsx')).BulkBar }))
const RecordPanel = lazy(async () => ({
  default: (await import('./record-panel.tsx')).RecordPanel,
}))
const RecordForm = lazy(async () => ({ default: (await import('./record-form.tsx')).RecordForm }))
const ImportDialog = lazy(async () => ({
  default: (await import('./import/import-dialog.tsx')).ImportDialog,
}))
const BinDialog = lazy(async () => ({ default: (await import('./bin-dialog.tsx')).BinDialog }))

/** What `open` in the address stands for when it is no record. */
const dialogs: ReadonlySet<string> = new Set(['new', 'import', 'bin'])

type ScreenProps = {
  readonly view: ResourceView
  /** Instead of the table. */
  readonly body?: ReactNode
  readonly actions?: ReactNode
}

/** A list of records with everything that can be done to them. */
export function RecordScreen({ view, body, actions }: ScreenProps) {
  const [search, setSearch] = useUrl()
  const canWrite = useMay('write')
  useScreenCommands(canWrite, () => setSearch({ open: 'new' }))
  const open = search.open
  const close = () => setSearch({ open: undefined })
  return (
    <div className="flex h-full">
      <div className="relative flex min-w-0 flex-1 flex-col">
        <PageHeader
          title={t(view.title)}
          actions={
            <>
              <SearchBox />
              {actions}
              <span className="flex items-center gap-1.5">
                <Suspense fallback={<span className="h-7 w-7 sm:w-15.5" />}>
                  <ViewMenus view={view} />
                </Suspense>
              </span>
              {canWrite && (
                <Button look="primary" size="sm" onClick={() => setSearch({ open: 'new' })}>
                  <Plus aria-hidden size={14} />
                  <span className="max-sm:sr-only">{t(view.createTitle)}</span>
                </Button>
              )}
            </>
          }
        />
        <Filters view={view} />
        {body ?? <TableBody view={view} canWrite={canWrite} />}
      </div>
      <Suspense>
        {open === 'new' && canWrite && <RecordForm view={view} onClose={close} />}
        {open === 'import' && canWrite && view.fromFile && (
          <ImportDialog view={view} onClose={close} />
        )}
        {open === 'bin' && <BinDialog view={view} onClose={close} />}
        {open && !dialogs.has(open) && (
          <RecordPanel key={view.name} view={view} id={open} onClose={close} />
        )}
      </Suspense>
    </div>
  )
}

function useScreenCommands(canWrite: boolean, create: () => void): void {
  const commands = useMemo<readonly Command[]>(
    () => [
      {
        id: 'find',
        title: 'commands.find',
        group: 'commands.page',
        keys: '/',
        run: () => document.getElementById('record-search')?.focus(),
      },
      ...(canWrite
        ? [
            {
              id: 'create',
              title: 'commands.new' as const,
              group: 'commands.page' as const,
              keys: 'c',
              run: create,
            },
          ]
        : []),
    ],
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what it does never changes
    [canWrite],
  )
  useCommands(commands)
}

/** Waits until somebody stops typing. */
const typingMs = 250

function SearchBox() {
  const [search, setSearch] = useUrl()
  const [text, setText] = useState(search.q ?? '')
  const sent = useRef(search.q)
  useEffect(() => {
    // Not what was typed: a saved view was chosen, or the filters were cleared.
    if (search.q !== sent.current) setText(search.q ?? '')
    sent.current = search.q
  }, [search.q])
  useEffect(() => {
    if (text === (search.q ?? '')) return
    const timer = setTimeout(() => {
      sent.current = text || undefined
      setSearch({ q: sent.current })
    }, typingMs)
    return () => clearTimeout(timer)
  }, [text, search.q, setSearch])
  return (
    <span className="relative">
      <SearchIcon
        aria-hidden
        size={13}
        className="pointer-events-none absolute start-2 top-1/2 -translate-y-1/2 text-faint"
      />
      <input
        id="record-search"
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        aria-label={t('shell.search')}
        placeholder={t('shell.search')}
        className="h-7 rounded-md border border-line bg-page ps-7 pe-2 text-xs text-ellipsis max-sm:w-24 sm:w-48"
      />
    </span>
  )
}

function TableBody({
  view,
  canWrite,
}: {
  readonly view: ResourceView
  readonly canWrite: boolean
}) {
  const [search, setSearch] = useUrl()
  const query = useMemo(() => listQueryOf(view, search), [view, search])
  const list = useRecordList(view, query)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const columns = useMemo(() => columnsOf(view, search), [view, search])
  const sorting: Sorting = {
    field: search.sort,
    order: search.order === 'asc' ? 'asc' : 'desc',
    sortBy: (field, order) => setSearch({ sort: order && field, order }),
  }
  const select = (id: string, on: boolean) => {
    const next = new Set(selected)
    if (on) next.add(id)
    else next.delete(id)
    setSelected(next)
  }
  if (list.isPending) return <LoadingRows />
  if (list.isError) return <Failure error={list.error} retry={() => void list.refetch()} />
  if (list.rows.length === 0)
    return (
      <NothingHere view={view} canWrite={canWrite} isFiltered={Object.keys(query).length > 0} />
    )
  const rows = list.rows.filter(({ id }) => selected.has(id))
  return (
    <>
      <RecordTable
        view={view}
        columns={columns}
        list={list}
        sorting={sorting}
        selected={selected}
        openId={search.open}
        canWrite={canWrite}
        onSelect={select}
        onSelectAll={(on) => setSelected(new Set(on ? list.rows.map(({ id }) => id) : []))}
        onOpen={(id) => setSearch({ open: id })}
      />
      <Footer list={list} />
      <Suspense>
        {rows.length > 0 && (
          <BulkBar view={view} rows={rows} onDone={() => setSelected(new Set())} />
        )}
      </Suspense>
    </>
  )
}

function Footer({ list }: { readonly list: RecordList }) {
  return (
    <footer className="figures flex h-8 shrink-0 items-center border-t border-line bg-surface px-4 text-xs text-muted">
      <span aria-live="polite">
        {t('list.total')} {totalText(list)}
      </span>
    </footer>
  )
}

type NothingProps = {
  readonly view: ResourceView
  readonly canWrite: boolean
  readonly isFiltered: boolean
}

function NothingHere({ view, canWrite, isFiltered }: NothingProps) {
  const [, setSearch] = useUrl()
  const reset = Object.fromEntries(view.filters.map(({ name }) => [name, undefined]))
  if (isFiltered) {
    return (
      <Empty
        title={t('state.nothingFound')}
        text={t('state.nothingFoundText')}
        action={
          <Button onClick={() => setSearch({ ...reset, q: undefined })}>{t('filter.clear')}</Button>
        }
      />
    )
  }
  return (
    <Empty
      icon={view.icon}
      title={t('state.empty')}
      text={t(view.emptyText)}
      action={
        canWrite && (
          <Button look="primary" onClick={() => setSearch({ open: 'new' })}>
            {t(view.createTitle)}
          </Button>
        )
      }
    />
  )
}

import type { SavedView } from '@parley/contract'
import { Bookmark, Check, Trash2 } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { t } from '../i18n/index.ts'
import { useUrl } from '../shell/use-url.ts'
import { Skeleton } from '../ui/bits.tsx'
import { IconButton } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import { Menu, MenuItem, MenuLabel, MenuLine } from '../ui/menu.tsx'
import type { ResourceView } from './resource-view.ts'
import { type Asked, SavedViewDialogs } from './saved-view-dialogs.tsx'
import { differs, searchOf, viewQueryOf } from './saved-views.ts'
import { useSavedViews, useViewChanges } from './use-saved-views.ts'

/** Filters, sort and columns by a name, for oneself or for everybody. */
export function SavedViews({ view: { name: table } }: { readonly view: ResourceView }) {
  const [search, setSearch] = useUrl()
  const found = useSavedViews(table)
  const { create, update, remove } = useViewChanges(table)
  const [asked, setAsked] = useState<Asked>()
  const views = found.data ?? []
  const here = views.find(({ id }) => id === search.saved)
  const isChanged = here !== undefined && differs(here, search)
  const everything = Object.fromEntries(Object.keys(search).map((key) => [key, undefined]))
  const drop = (view: SavedView) => {
    if (view.id === search.saved) setSearch({ saved: undefined })
    remove(view)
  }
  const list = {
    views,
    here,
    onChoose: (view: SavedView) =>
      setSearch({ ...everything, ...searchOf(view.query), saved: view.id }),
    // What others use is asked about first.
    onDelete: (view: SavedView) =>
      view.visibility === 'private' ? drop(view) : setAsked({ what: 'delete', view }),
  }
  return (
    <>
      <Menu trigger={<Trigger here={here} isChanged={isChanged} />}>
        <MenuLabel>{t('views.title')}</MenuLabel>
        {found.isPending && <Loading />}
        {found.isError && (
          <MenuItem onSelect={() => void found.refetch()}>{t('action.retry')}</MenuItem>
        )}
        <ViewList {...list} />
        {here?.may_change && (
          <ViewActions
            view={here}
            isChanged={isChanged}
            onUpdate={() => update(here.id, { query: viewQueryOf(search) })}
            onEdit={() => setAsked({ what: 'edit', view: here })}
            onDelete={() => list.onDelete(here)}
          />
        )}
        <MenuItem onSelect={() => setAsked({ what: 'new' })}>
          {t(here ? 'views.saveNew' : 'views.save')}
        </MenuItem>
      </Menu>
      <SavedViewDialogs
        asked={asked}
        views={views}
        onClose={() => setAsked(undefined)}
        onCreate={(fields) =>
          create({ table, query: viewQueryOf(search), ...fields }, ({ id }) =>
            setSearch({ saved: id }),
          )
        }
        onChange={({ id }, fields) => update(id, fields)}
        onDelete={drop}
      />
    </>
  )
}

type TriggerProps = Omit<ComponentProps<typeof IconButton>, 'label'> & {
  readonly here: SavedView | undefined
  readonly isChanged: boolean
}

/** The same size whatever is chosen, so that nothing beside it moves. */
function Trigger({ here, isChanged, ...props }: TriggerProps) {
  const label = isChanged ? 'views.titleChanged' : 'views.titleOf'
  return (
    <IconButton
      {...props}
      label={here ? t(label, { name: here.name }) : t('views.title')}
      className={cx('relative', here && 'bg-selected text-accent')}
    >
      <Bookmark aria-hidden size={15} />
      {isChanged && (
        <span aria-hidden className="absolute end-1 top-1 size-1.5 rounded-full bg-accent-fill" />
      )}
    </IconButton>
  )
}

function Loading() {
  return (
    <div className="flex flex-col gap-3 px-2 py-2">
      <Skeleton className="w-4/5" />
      <Skeleton className="w-1/2" />
    </div>
  )
}

type ListProps = {
  readonly views: readonly SavedView[]
  readonly here: SavedView | undefined
  readonly onChoose: (view: SavedView) => void
  readonly onDelete: (view: SavedView) => void
}

/** First one's own, then what is shared. */
function ViewList({ views, ...list }: ListProps) {
  const shared = views.filter(({ visibility }) => visibility === 'workspace')
  return (
    <>
      {views
        .filter(({ visibility }) => visibility === 'private')
        .map((view) => (
          <ViewItem key={view.id} view={view} {...list} />
        ))}
      {shared.length > 0 && <MenuLabel>{t('views.shared')}</MenuLabel>}
      {shared.map((view) => (
        <ViewItem key={view.id} view={view} {...list} />
      ))}
      {views.length > 0 && <MenuLine />}
    </>
  )
}

type ItemProps = Omit<ListProps, 'views'> & { readonly view: SavedView }

function ViewItem({ view, here, onChoose, onDelete }: ItemProps) {
  const { name, visibility, owner_name: owner } = view
  return (
    <MenuItem
      isCurrent={view === here}
      onSelect={() => onChoose(view)}
      {...(view.may_change && { onDelete: () => onDelete(view) })}
    >
      <Check aria-hidden size={14} className={cx('shrink-0', view !== here && 'invisible')} />
      <span className="min-w-0 flex-1">
        <span className="block truncate" dir="auto">
          {name}
        </span>
        {visibility === 'workspace' && (
          <span className="block truncate text-xs text-faint">
            {owner ? t('views.by', { name: owner }) : t('views.byFormer')}
          </span>
        )}
      </span>
      {/* For the mouse; the keyboard has its key. */}
      {view.may_change && (
        <span
          aria-hidden
          title={t('views.forget', { name })}
          className="cursor-pointer rounded p-0.5 text-faint hover:text-bad"
          onClick={(event) => {
            event.stopPropagation()
            onDelete(view)
          }}
        >
          <Trash2 size={12} />
        </span>
      )}
    </MenuItem>
  )
}

type ActionProps = {
  readonly view: SavedView
  readonly isChanged: boolean
  readonly onUpdate: () => void
  readonly onEdit: () => void
  readonly onDelete: () => void
}

/** What can be done to the view that was chosen. */
function ViewActions({ view: { name }, isChanged, onUpdate, onEdit, onDelete }: ActionProps) {
  return (
    <>
      <MenuLabel>
        <span className="block truncate" dir="auto">
          {name}
        </span>
      </MenuLabel>
      {isChanged && <MenuItem onSelect={onUpdate}>{t('views.update')}</MenuItem>}
      <MenuItem onSelect={onEdit}>{t('views.edit')}</MenuItem>
      <MenuItem danger onSelect={onDelete}>
        {t('views.forgetThis')}
      </MenuItem>
      <MenuLine />
    </>
  )
}

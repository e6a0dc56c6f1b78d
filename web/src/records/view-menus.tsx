import { ArchiveRestore, Bookmark, Columns3, Download, FileUp, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '../api/queries.ts'
import { t } from '../i18n/index.ts'
import { useUrl } from '../shell/use-url.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Modal } from '../ui/dialog.tsx'
import { Field, Input } from '../ui/field.tsx'
import { Menu, MenuCheck, MenuItem, MenuLabel, MenuLine } from '../ui/menu.tsx'
import { tellFailure } from '../ui/toast.ts'
import { exportRows } from './export-rows.ts'
import { columnsOf, listQueryOf } from './record-list.ts'
import type { ResourceView } from './resource-view.ts'
import { forgetView, listViews, saveView } from './saved-views.ts'

/** Columns, saved views and the way out as a file. */
export function ViewMenus({ view }: { readonly view: ResourceView }) {
  const [search, setSearch] = useUrl()
  const canWrite = useMay('write')
  const shown = columnsOf(view, search).map(({ name }) => name)
  const toggle = (name: string, on: boolean) => {
    const names = on ? [...shown, name] : shown.filter((other) => other !== name)
    setSearch({ cols: names.join(',') })
  }
  return (
    <>
      <SavedViews view={view} />
      <Menu
        trigger={
          <IconButton label={t('list.columns')}>
            <Columns3 aria-hidden size={15} />
          </IconButton>
        }
      >
        <MenuLabel>{t('list.columns')}</MenuLabel>
        {view.fields
          .filter(({ noColumn }, index) => !noColumn && index > 0)
          .map(({ name, label }) => (
            <MenuCheck
              key={name}
              checked={shown.includes(name)}
              onChange={(on) => toggle(name, on)}
            >
              {t(label)}
            </MenuCheck>
          ))}
        <MenuLine />
        <MenuItem onSelect={() => setSearch({ cols: undefined })}>
          {t('list.columnsReset')}
        </MenuItem>
        <MenuItem
          onSelect={() => {
            exportRows(view, columnsOf(view, search), listQueryOf(view, search)).catch(tellFailure)
          }}
        >
          <Download aria-hidden size={14} /> {t('list.export')}
        </MenuItem>
        {view.fromFile && canWrite && (
          <MenuItem onSelect={() => setSearch({ open: 'import' })}>
            <FileUp aria-hidden size={14} /> {t('import.open')}
          </MenuItem>
        )}
        <MenuItem onSelect={() => setSearch({ open: 'bin' })}>
          <ArchiveRestore aria-hidden size={14} /> {t('bin.open')}
        </MenuItem>
      </Menu>
    </>
  )
}

function SavedViews({ view }: { readonly view: ResourceView }) {
  const [search, setSearch] = useUrl()
  const [views, setViews] = useState(() => listViews(view.name))
  const [name, setName] = useState<string>()
  const everything = Object.fromEntries(Object.keys(search).map((key) => [key, undefined]))
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('views.title')}>
            <Bookmark aria-hidden size={15} />
          </IconButton>
        }
      >
        <MenuLabel>{t('views.title')}</MenuLabel>
        {views.map((saved) => (
          <MenuItem
            key={saved.name}
            onSelect={() => setSearch({ ...everything, ...saved.search })}
            onDelete={() => setViews(forgetView(view.name, saved.name))}
          >
            <span className="flex-1">{saved.name}</span>
            {/* For the mouse; the keyboard has its key. */}
            <span
              aria-hidden
              title={t('views.forget', { name: saved.name })}
              className="cursor-pointer rounded p-0.5 text-faint hover:text-bad"
              onClick={(event) => {
                event.stopPropagation()
                setViews(forgetView(view.name, saved.name))
              }}
            >
              <Trash2 size={12} />
            </span>
          </MenuItem>
        ))}
        {views.length > 0 && <MenuLine />}
        <MenuItem onSelect={() => setName('')}>{t('views.save')}</MenuItem>
      </Menu>
      <Modal open={name !== undefined} onClose={() => setName(undefined)} title={t('views.save')}>
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            if (!name?.trim()) return
            setViews(
              saveView(view.name, { name: name.trim(), search: { ...search, open: undefined } }),
            )
            setName(undefined)
          }}
        >
          <Field label={t('views.name')} required>
            {(ids) => (
              <Input
                {...ids}
                value={name ?? ''}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <Button look="primary" type="submit" className="self-end">
            {t('action.save')}
          </Button>
        </form>
      </Modal>
    </>
  )
}

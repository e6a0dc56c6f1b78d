import { ArchiveRestore, Columns3, Download, FileUp } from 'lucide-react'
import { useMay } from '../api/queries.ts'
import { t } from '../i18n/index.ts'
import { useUrl } from '../shell/use-url.ts'
import { IconButton } from '../ui/button.tsx'
import { Menu, MenuCheck, MenuItem, MenuLabel, MenuLine } from '../ui/menu.tsx'
import { tellFailure } from '../ui/toast.ts'
import { exportRows } from './export-rows.ts'
import { columnsOf, listQueryOf } from './record-list.ts'
import type { ResourceView } from './resource-view.ts'
import { SavedViews } from './saved-views-menu.tsx'

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
          <IconButton label={t('list.columns')} className="max-sm:hidden">
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

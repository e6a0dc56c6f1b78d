import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { Menu as MenuIcon, X } from 'lucide-react'
import { lazy, Suspense, useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react'
import { followEvents } from '../api/live.ts'
import { useLeads, useMay, useOperates } from '../api/queries.ts'
import { t } from '../i18n/index.ts'
import { IconButton } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import { type Command, useCommands } from './commands.ts'
import { placesOf, sections } from './navigation.ts'
import { Sidebar } from './sidebar.tsx'
import { useShortcuts } from './shortcuts.ts'

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }))
const ShortcutHelp = lazy(async () => ({
  default: (await import('./shortcut-help.tsx')).ShortcutHelp,
}))

type Open = 'palette' | 'help' | 'menu' | undefined

/** What is around every screen: navigation, the palette, the keys, and events as they happen. */
export function AppShell() {
  const { pathname } = useLocation()
  const [{ what, at }, setState] = useState<{ what?: Open; at?: string }>({})
  // The menu of a phone leads elsewhere, and is closed there.
  const open = what === 'menu' && at !== pathname ? undefined : what
  const setOpen = useCallback((next: Open) => setState({ what: next, at: location.pathname }), [])
  const openPalette = useCallback(() => setOpen('palette'), [setOpen])
  useEffect(followEvents, [])
  useShortcuts(openPalette)
  useGeneralCommands(setOpen)

  // The screen is drawn after the navigation, in pieces: the page answers keys and presses in between.
  const isBeside = useDeferredValue(true, false)
  const close = () => setOpen(undefined)
  return (
    <div className="flex h-dvh print:block print:h-auto">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:start-2 focus:top-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2 focus:shadow-float"
      >
        {t('shell.skip')}
      </a>
      <div className={cx('fixed start-2 top-2 z-30 md:hidden', open === 'menu' && 'z-50')}>
        <IconButton
          label={open === 'menu' ? t('shell.closeMenu') : t('shell.openMenu')}
          aria-expanded={open === 'menu'}
          className="size-8 bg-raised"
          onClick={() => setOpen(open === 'menu' ? undefined : 'menu')}
        >
          {open === 'menu' ? <X aria-hidden size={18} /> : <MenuIcon aria-hidden size={18} />}
        </IconButton>
      </div>
      {open === 'menu' && (
        <button
          type="button"
          aria-label={t('shell.closeMenu')}
          className="fixed inset-0 z-30 bg-scrim md:hidden"
          onClick={close}
        />
      )}
      <Sidebar isOpen={open === 'menu'} onSearch={openPalette} />
      <main id="main" tabIndex={-1} className="h-full min-w-0 flex-1 outline-none">
        {isBeside && <Outlet />}
      </main>
      <Suspense>
        {open === 'palette' && <Palette onClose={close} />}
        {open === 'help' && <ShortcutHelp onClose={close} />}
      </Suspense>
    </div>
  )
}

/** Lists whose records are made by hand. */
const made = ['/contacts', '/companies', '/deals', '/activities', '/tasks'] as const

function uploadCommand(navigate: ReturnType<typeof useNavigate>): Command {
  return {
    id: 'create /conversations',
    title: 'create.recordings',
    group: 'commands.create',
    run: () => void navigate({ to: '/conversations', search: { open: 'upload' } }),
  }
}

function useGeneralCommands(setOpen: (open: Open) => void): void {
  const navigate = useNavigate()
  const operates = useOperates()
  const canWrite = useMay('write')
  const leads = useLeads()
  const commands = useMemo<readonly Command[]>(
    () => [
      ...sections
        .flatMap((section) => placesOf(section, operates))
        .map(({ to, title, keys }) => ({
          id: `go ${to}`,
          title,
          group: 'commands.go' as const,
          ...(keys && { keys }),
          run: () => void navigate({ to }),
        })),
      ...(leads ? (['/settings/analysis'] as const) : []).map((to) => ({
        id: `go ${to}`,
        title: 'nav.analysis' as const,
        group: 'commands.go' as const,
        run: () => void navigate({ to }),
      })),
      ...(canWrite ? made : []).map((to) => ({
        id: `create ${to}`,
        title:
          `create.${to.slice(1) as 'contacts' | 'companies' | 'deals' | 'activities' | 'tasks'}` as const,
        group: 'commands.create' as const,
        run: () => void navigate({ to, search: { open: 'new' } }),
      })),
      ...(canWrite ? [uploadCommand(navigate)] : []),
      {
        id: 'help',
        title: 'shell.shortcuts',
        group: 'commands.general',
        keys: '?',
        run: () => setOpen('help'),
      },
      {
        id: 'reference',
        title: 'shell.reference',
        group: 'commands.general',
        run: () => void window.open('/docs', '_blank', 'noopener'),
      },
    ],
    [navigate, operates, canWrite, leads, setOpen],
  )
  useCommands(commands)
}

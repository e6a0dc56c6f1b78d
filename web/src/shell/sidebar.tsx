import { Link, useLocation } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useOperates } from '../api/queries.ts'
import { t } from '../i18n/index.ts'
import { Kbd } from '../ui/bits.tsx'
import { cx } from '../ui/cx.ts'
import { type Place, placesOf, sections } from './navigation.ts'
import { WorkspaceButton } from './workspace-button.tsx'

const WorkspaceMenu = lazy(async () => ({
  default: (await import('./workspace-menu.tsx')).WorkspaceMenu,
}))

const paletteKeys = /Mac|iP/.test(navigator.platform) ? '⌘K' : 'Ctrl K'

type SidebarProps = { readonly isOpen: boolean; readonly onSearch: () => void }

export function Sidebar({ isOpen, onSearch }: SidebarProps) {
  const operates = useOperates()
  return (
    <div
      className={cx(
        'no-print fixed inset-y-0 start-0 z-40 w-60 shrink-0 flex-col border-e border-line bg-surface md:static md:flex',
        isOpen ? 'flex' : 'hidden',
      )}
    >
      <div className="flex flex-col gap-2 p-2 pt-12 md:pt-2">
        <WorkspacePlace />
        <button
          type="button"
          onClick={onSearch}
          className="flex h-8 items-center gap-2 rounded-md border border-line bg-page px-2 text-faint hover:border-line-strong"
        >
          <Search aria-hidden size={14} />
          <span className="flex-1 text-start">{t('shell.search')}</span>
          <Kbd>{paletteKeys}</Kbd>
        </button>
      </div>
      <nav aria-label={t('shell.navigation')} className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
        {sections.map((section) => (
          <div key={section.places[0]?.to} className="mt-3 first:mt-1">
            {section.title && (
              <p className="px-2 pb-1 text-2xs font-medium text-faint">{t(section.title)}</p>
            )}
            <ul className="flex flex-col gap-px">
              {placesOf(section, operates).map((place) => (
                <li key={place.to}>
                  <PlaceLink place={place} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
    </div>
  )
}

function PlaceLink({ place: { to, title, icon: Icon, below } }: { readonly place: Place }) {
  const { pathname } = useLocation()
  const part = below ?? to
  const isHere = part === '/' ? pathname === '/' : pathname.startsWith(part)
  return (
    <Link
      to={to}
      aria-current={isHere ? 'page' : undefined}
      className={cx(
        'flex h-7.5 items-center gap-2.5 rounded-md px-2 font-medium',
        isHere ? 'bg-selected text-text' : 'text-muted hover:bg-hover hover:text-text',
      )}
    >
      <Icon aria-hidden size={15} className={isHere ? 'text-accent' : 'text-faint'} />
      {t(title)}
    </Link>
  )
}

/** Loaded after the screen; its button is there at once. */
function WorkspacePlace() {
  return (
    <Suspense fallback={<WorkspaceButton />}>
      <WorkspaceMenu />
    </Suspense>
  )
}

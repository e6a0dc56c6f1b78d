import { useQueryClient } from '@tanstack/react-query'
import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import { ChevronsUpDown, Contrast, LogOut, Moon, Search, Settings, Sun } from 'lucide-react'
import { useState } from 'react'
import { useMe } from '../api/queries.ts'
import { session } from '../api/session.ts'
import { t } from '../i18n/index.ts'
import { chooseTheme } from '../ui/appearance.ts'
import { Avatar, Kbd } from '../ui/bits.tsx'
import { cx } from '../ui/cx.ts'
import { Menu, MenuCheck, MenuItem, MenuLabel, MenuLine } from '../ui/menu.tsx'
import { tellFailure } from '../ui/toast.ts'
import { type Place, sections } from './navigation.ts'

type SidebarProps = { readonly isOpen: boolean; readonly onSearch: () => void }

export function Sidebar({ isOpen, onSearch }: SidebarProps) {
  return (
    <div
      className={cx(
        'no-print fixed inset-y-0 start-0 z-40 w-60 shrink-0 flex-col border-e border-line bg-surface md:static md:flex',
        isOpen ? 'flex' : 'hidden',
      )}
    >
      <div className="flex flex-col gap-2 p-2 pt-12 md:pt-2">
        <WorkspaceMenu />
        <button
          type="button"
          onClick={onSearch}
          className="flex h-8 items-center gap-2 rounded-md border border-line bg-page px-2 text-faint hover:border-line-strong"
        >
          <Search aria-hidden size={14} />
          <span className="flex-1 text-start">{t('shell.search')}</span>
          <Kbd>{t('shell.paletteKeys')}</Kbd>
        </button>
      </div>
      <nav aria-label={t('shell.navigation')} className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
        {sections.map((section) => (
          <div key={section.places[0]?.to} className="mt-3 first:mt-1">
            {section.title && (
              <p className="px-2 pb-1 text-2xs font-medium text-faint">{t(section.title)}</p>
            )}
            <ul className="flex flex-col gap-px">
              {section.places.map((place) => (
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

/** Which workspace, and what concerns the person alone. */
function WorkspaceMenu() {
  const { user, workspace, workspaces } = useMe()
  const navigate = useNavigate()
  const trigger = (
    <button
      type="button"
      className="flex h-10 w-full items-center gap-2 rounded-md px-1.5 text-start hover:bg-hover"
    >
      <Avatar name={workspace.name} size={26} />
      <span className="min-w-0 flex-1 leading-tight">
        <span className="block truncate font-semibold">{workspace.name}</span>
        <span className="block truncate text-xs text-faint">{user.name}</span>
      </span>
      <ChevronsUpDown aria-hidden size={14} className="text-faint" />
    </button>
  )
  const choose = (id: string) => {
    session.chooseWorkspace(id).then(() => location.assign('/'), tellFailure)
  }
  return (
    <Menu trigger={trigger} align="start">
      <MenuLabel>{user.email}</MenuLabel>
      <MenuItem onSelect={() => void navigate({ to: '/settings/profile' })}>
        <Settings aria-hidden size={14} /> {t('nav.profile')}
      </MenuItem>
      <ThemeItem />
      {workspaces.length > 1 && (
        <>
          <MenuLine />
          <MenuLabel>{t('shell.workspaces')}</MenuLabel>
          {workspaces.map(({ id, name }) => (
            <MenuCheck key={id} checked={id === workspace.id} onChange={() => choose(id)}>
              {name}
            </MenuCheck>
          ))}
        </>
      )}
      <MenuLine />
      <SignOut />
    </Menu>
  )
}

function ThemeItem() {
  const [isDark, setIsDark] = useState(document.documentElement.dataset.theme === 'dark')
  const Icon = isDark ? Sun : Moon
  return (
    <>
      <MenuItem
        onSelect={() => {
          chooseTheme(isDark ? 'light' : 'dark')
          setIsDark(!isDark)
        }}
      >
        <Icon aria-hidden size={14} /> {isDark ? t('theme.light') : t('theme.dark')}
      </MenuItem>
      <MenuItem onSelect={() => chooseTheme('system')}>
        <Contrast aria-hidden size={14} /> {t('theme.system')}
      </MenuItem>
    </>
  )
}

function SignOut() {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const leave = async () => {
    await session.signOut()
    await navigate({ to: '/sign-in' })
    cache.clear()
  }
  return (
    <MenuItem onSelect={() => void leave().catch(tellFailure)}>
      <LogOut aria-hidden size={14} /> {t('action.signOut')}
    </MenuItem>
  )
}

import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Contrast, LogOut, Moon, Settings, Sun } from 'lucide-react'
import { useState } from 'react'
import { useMe } from '../api/queries.ts'
import { session } from '../api/session.ts'
import { t } from '../i18n/index.ts'
import { chooseTheme } from '../ui/appearance.ts'
import { Menu, MenuCheck, MenuItem, MenuLabel, MenuLine } from '../ui/menu.tsx'
import { tellFailure } from '../ui/toast.ts'
import { WorkspaceButton } from './workspace-button.tsx'

/** Which workspace, and what concerns the person alone. */
export function WorkspaceMenu() {
  const { user, workspace, workspaces } = useMe()
  const navigate = useNavigate()
  const choose = (id: string) => {
    session.chooseWorkspace(id).then(() => location.assign('/'), tellFailure)
  }
  return (
    <Menu trigger={<WorkspaceButton />} align="start">
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

import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useLeads, useMay } from '../../api/queries.ts'
import { t } from '../../i18n/index.ts'
import { Page } from '../../ui/bits.tsx'

const places = [
  { to: '/settings/profile', title: 'nav.profile', for: 'all' },
  { to: '/settings/workspace', title: 'nav.workspace', for: 'admins' },
  { to: '/settings/pipeline', title: 'nav.pipeline', for: 'admins' },
  { to: '/settings/members', title: 'nav.members', for: 'all' },
  { to: '/settings/analysis', title: 'nav.analysis', for: 'leads' },
] as const

/** One of the pages of settings, with the way to the others. */
export function SettingsPage({ children }: { readonly children: ReactNode }) {
  const isAdmin = useMay('admin')
  const mayOpen = { all: true, admins: isAdmin, leads: useLeads() }
  return (
    <Page title={t('nav.settings')}>
      <nav
        aria-label={t('nav.settings')}
        className="flex gap-1 overflow-x-auto border-b border-line"
      >
        {places
          .filter((place) => mayOpen[place.for])
          .map(({ to, title }) => (
            <Link
              key={to}
              to={to}
              activeProps={{
                className: 'border-accent! text-text! font-medium',
                'aria-current': 'page',
              }}
              className="-mb-px border-b-2 border-transparent px-2.5 py-2 whitespace-nowrap text-muted hover:text-text"
            >
              {t(title)}
            </Link>
          ))}
      </nav>
      {children}
    </Page>
  )
}

import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMay } from '../../api/queries.ts'
import { t } from '../../i18n/index.ts'
import { Page } from '../../ui/bits.tsx'

const places = [
  { to: '/developers/keys', title: 'developers.keys' },
  { to: '/developers/webhooks', title: 'developers.webhooks' },
  { to: '/developers/events', title: 'developers.events' },
  { to: '/developers/log', title: 'developers.log' },
] as const

type PageProps = { readonly actions?: ReactNode; readonly children: ReactNode }

export function DevelopersPage({ actions, children }: PageProps) {
  const isAdmin = useMay('admin')
  return (
    <Page title={t('nav.developers')} actions={actions} wide>
      <nav
        aria-label={t('nav.developers')}
        className="flex gap-1 overflow-x-auto border-b border-line"
      >
        {places
          .filter(({ to }) => isAdmin || to !== '/developers/log')
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

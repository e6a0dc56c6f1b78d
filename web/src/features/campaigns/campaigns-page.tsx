import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { t } from '../../i18n/index.ts'
import { Page } from '../../ui/bits.tsx'

const places = [
  { to: '/campaigns', title: 'nav.campaigns' },
  { to: '/campaigns/do-not-call', title: 'doNotCall.title' },
  { to: '/campaigns/consents', title: 'consents.title' },
  { to: '/campaigns/rules', title: 'callingRules.title' },
] as const

type PageProps = { readonly actions?: ReactNode; readonly children: ReactNode }

/** Campaigns, and what holds for all of them. */
export function CampaignsPage({ actions, children }: PageProps) {
  return (
    <Page title={t('nav.campaigns')} actions={actions} wide>
      <nav
        aria-label={t('nav.campaigns')}
        className="flex gap-1 overflow-x-auto border-b border-line"
      >
        {places.map(({ to, title }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: true }}
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

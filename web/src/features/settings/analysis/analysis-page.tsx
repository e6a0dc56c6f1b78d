import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useLeads } from '../../../api/queries.ts'
import { t } from '../../../i18n/index.ts'
import { NoPermission } from '../../../ui/states.tsx'
import { SettingsPage } from '../settings-nav.tsx'

const places = [
  { to: '/settings/analysis/scorecards', title: 'analysis.scorecards' },
  { to: '/settings/analysis/trackers', title: 'analysis.trackers' },
  { to: '/settings/analysis/evaluation', title: 'analysis.evaluation' },
  { to: '/settings/analysis/targets', title: 'analysis.targets' },
  { to: '/settings/analysis/reports', title: 'analysis.reports' },
] as const

/** What a head of sales sets up about analysis; nobody below a manager may. */
export function AnalysisPage({ children }: { readonly children: ReactNode }) {
  const leads = useLeads()
  return (
    <SettingsPage>
      {!leads && <NoPermission />}
      {leads && (
        <>
          <nav aria-label={t('nav.analysis')} className="-my-1 flex flex-wrap gap-1">
            {places.map(({ to, title }) => (
              <Link
                key={to}
                to={to}
                activeProps={{
                  className: 'bg-selected text-accent! font-medium',
                  'aria-current': 'page',
                }}
                className="rounded-md px-2.5 py-1 whitespace-nowrap text-muted hover:bg-hover hover:text-text"
              >
                {t(title)}
              </Link>
            ))}
          </nav>
          {children}
        </>
      )}
    </SettingsPage>
  )
}

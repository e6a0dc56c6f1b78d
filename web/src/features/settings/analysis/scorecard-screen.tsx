import type { Scorecard } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ArrowLeft, CopyPlus } from 'lucide-react'
import { formatNumber } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { Badge, SkeletonLines } from '../../../ui/bits.tsx'
import { buttonClass } from '../../../ui/button.tsx'
import { Failure } from '../../../ui/states.tsx'
import { AnalysisPage } from './analysis-page.tsx'
import { ScorecardMenu } from './lazy-parts.tsx'
import { ScorecardForm } from './scorecard-form.tsx'
import { ScorecardHistory } from './scorecard-history.tsx'
import { isOwn, scorecardQuery } from './scorecard-queries.ts'

/** One scorecard: read, or changed when it is the workspace's own. */
export function ScorecardScreen() {
  const { id } = useParams({ strict: false }) as { id: string }
  return (
    <AnalysisPage>
      <One key={id} id={id} />
    </AnalysisPage>
  )
}

function One({ id }: { readonly id: string }) {
  // What somebody is typing is not taken away by looking at another window.
  const calm = { refetchOnWindowFocus: false, refetchOnReconnect: false } as const
  const scorecard = useQuery({ ...scorecardQuery(id), ...calm })
  const { data } = scorecard
  return (
    <>
      {scorecard.isPending && <SkeletonLines count={12} />}
      {scorecard.isError && (
        <Failure error={scorecard.error} retry={() => void scorecard.refetch()} />
      )}
      {data && (
        <>
          <Title scorecard={data} />
          {!isOwn(data) && <BuiltInNote id={id} />}
          <ScorecardForm key={data.version} scorecard={data} />
          <ScorecardHistory key={id} id={id} />
        </>
      )}
    </>
  )
}

function Title({ scorecard }: { readonly scorecard: Scorecard }) {
  const { name, version, default_for: kinds } = scorecard
  return (
    <div className="flex items-center gap-2">
      <Link
        to="/settings/analysis/scorecards"
        aria-label={t('action.back')}
        className={buttonClass('ghost', 'icon')}
      >
        <ArrowLeft aria-hidden size={16} className="rtl:rotate-180" />
      </Link>
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-1">
        <h2 dir="auto" className="truncate text-base font-semibold">
          {name}
        </h2>
        <span className="figures text-xs text-muted">
          {t('scorecards.version', { number: formatNumber(version) })}
        </span>
        {kinds.map((kind) => (
          <Badge key={kind} tone="accent">
            {t(`kind.${kind}`)}
          </Badge>
        ))}
      </div>
      <ScorecardMenu scorecard={scorecard} />
    </div>
  )
}

function BuiltInNote({ id }: { readonly id: string }) {
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-lg bg-info-soft px-4 py-2.5 text-info">
      <p className="min-w-0 flex-1 basis-60">{t('scorecards.builtInText')}</p>
      <Link
        to="/settings/analysis/scorecards"
        search={{ open: 'new', from: id }}
        className={buttonClass('default', 'sm')}
      >
        <CopyPlus aria-hidden size={13} />
        {t('scorecards.copy')}
      </Link>
    </div>
  )
}

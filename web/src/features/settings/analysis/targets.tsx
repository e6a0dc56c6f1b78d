import { lazy, Suspense } from 'react'
import { SkeletonLines } from '../../../ui/bits.tsx'
import { AnalysisPage } from './analysis-page.tsx'

// Definitions of metrics are long: they come after the screen.
const TargetForm = lazy(async () => ({ default: (await import('./target-form.tsx')).TargetForm }))

/** What metrics of conversations are held against. */
export function Targets() {
  return (
    <AnalysisPage>
      <Suspense fallback={<SkeletonLines count={12} />}>
        <TargetForm />
      </Suspense>
    </AnalysisPage>
  )
}

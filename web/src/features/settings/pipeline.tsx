import type { DealStage } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { stagesQuery, useMay } from '../../api/queries.ts'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Card, SkeletonLines } from '../../ui/bits.tsx'
import { Failure, NoPermission } from '../../ui/states.tsx'
import { DeleteStage } from './delete-stage.tsx'
import { NewStage } from './new-stage.tsx'
import { isLastOpen, type StageChanges } from './pipeline-rules.ts'
import { SettingsPage } from './settings-nav.tsx'
import { moveButtonId, StageLine } from './stage-line.tsx'
import { useDealCounts, usePipeline } from './use-pipeline.ts'

/** The stages that deals go through. */
export function Pipeline() {
  const isAdmin = useMay('admin')
  const stages = useQuery({ ...stagesQuery, enabled: isAdmin })
  return (
    <SettingsPage>
      {!isAdmin && <NoPermission />}
      {isAdmin && stages.isPending && <SkeletonLines count={8} />}
      {isAdmin && stages.isError && (
        <Failure error={stages.error} retry={() => void stages.refetch()} />
      )}
      {isAdmin && stages.data && <Stages stages={stages.data} />}
    </SettingsPage>
  )
}

function Stages({ stages }: { readonly stages: readonly DealStage[] }) {
  const { change } = usePipeline()
  const counts = useDealCounts(stages)
  const [deleting, setDeleting] = useState<DealStage>()
  const [dragged, setDragged] = useState<string>()
  const { said, move } = useMoving(stages, (id, changes) => change.mutate({ id, changes }))
  return (
    <>
      <Card title={t('pipeline.title')} flush>
        <p className="border-b border-line px-4 py-2.5 text-xs text-muted">{t('pipeline.text')}</p>
        <p aria-live="assertive" className="sr-only">
          {said}
        </p>
        <ol aria-label={t('pipeline.title')}>
          {stages.map((stage, index) => (
            <StageLine
              key={stage.id}
              stage={stage}
              deals={counts.get(stage.id)}
              isFirst={index === 0}
              isLast={index === stages.length - 1}
              isNeeded={isLastOpen(stages, stage)}
              dragged={dragged}
              onDrag={setDragged}
              onDrop={() => {
                const moved = stages.find(({ id }) => id === dragged)
                setDragged(undefined)
                if (moved) move(moved, stage.order)
              }}
              onMove={(by) => move(stage, stage.order + by)}
              onChange={(changes) => change.mutate({ id: stage.id, changes })}
              onDelete={() => setDeleting(stage)}
            />
          ))}
        </ol>
      </Card>
      <NewStage stages={stages} />
      {deleting && (
        <DeleteStage
          stage={deleting}
          stages={stages}
          deals={counts.get(deleting.id) ?? 0}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </>
  )
}

/** Moves a stage, says so, and keeps the focus on what was moved. */
function useMoving(
  stages: readonly DealStage[],
  change: (id: string, changes: StageChanges) => void,
) {
  const [said, setSaid] = useState('')
  const moved = useRef<string>(undefined)
  const order = stages.map(({ id }) => id).join()
  useEffect(() => {
    if (moved.current) document.getElementById(moveButtonId(moved.current))?.focus()
    moved.current = undefined
  }, [order])
  const move = (stage: DealStage, wanted: number) => {
    if (wanted < 1 || wanted > stages.length || wanted === stage.order) return
    moved.current = stage.id
    setSaid(
      t('pipeline.moved', {
        name: stage.name,
        order: formatNumber(wanted),
        count: formatNumber(stages.length),
      }),
    )
    change(stage.id, { order: wanted })
  }
  return { said, move }
}

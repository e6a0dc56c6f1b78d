import type { DealStage } from '@parley/contract'
import { useState } from 'react'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Confirm } from '../../ui/dialog.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import { usePipeline } from './use-pipeline.ts'

type DeleteProps = {
  readonly stage: DealStage
  readonly stages: readonly DealStage[]
  readonly deals: number
  readonly onClose: () => void
}

/** Deals are never left without a stage: those that are in it go to another one first. */
export function DeleteStage({ stage, stages, deals, onClose }: DeleteProps) {
  const { remove } = usePipeline()
  const others = stages.filter(({ id }) => id !== stage.id)
  // The one before it, else the one behind it.
  const usual = others.findLast(({ order }) => order < stage.order) ?? others[0]
  const [heirId, setHeirId] = useState(usual?.id)
  const heir = others.find(({ id }) => id === heirId)
  return (
    <Confirm
      open
      onClose={onClose}
      title={t('pipeline.deleteTitle', { name: stage.name })}
      description={t('pipeline.deleteText')}
      action={deals > 0 ? t('pipeline.moveAndDelete') : t('action.delete')}
      busy={remove.isPending}
      onConfirm={() =>
        remove.mutate({ stage, ...(deals > 0 && heir && { heir }) }, { onSuccess: onClose })
      }
    >
      {deals > 0 && (
        <Field
          label={t('pipeline.heir', { count: formatNumber(deals) })}
          hint={t('pipeline.heirHint')}
        >
          {(ids) => (
            <Select {...ids} value={heirId} onChange={({ target }) => setHeirId(target.value)}>
              {others.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <div className="mt-3">
        <Refused error={remove.error} />
      </div>
    </Confirm>
  )
}

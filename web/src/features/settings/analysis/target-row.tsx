import type { MetricName, MetricUnit } from '@parley/contract'
import { Info, RotateCcw } from 'lucide-react'
import { useDefinition } from '../../../i18n/definitions.ts'
import { t } from '../../../i18n/index.ts'
import { IconButton } from '../../../ui/button.tsx'
import { cx } from '../../../ui/cx.ts'
import { Hint } from '../../../ui/hint.tsx'
import { limitNames, type TargetDraft, targetFault } from './target-draft.ts'

type RowProps = {
  readonly name: MetricName
  readonly unit: MetricUnit
  /** In English. */
  readonly definition: string
  readonly draft: TargetDraft
  readonly isUsual: boolean
  readonly onChange: (draft: TargetDraft) => void
  readonly onReset: () => void
}

/** The limits of one metric, in its unit. */
export function TargetRow(props: RowProps) {
  const { name, unit, definition, draft, isUsual, onChange, onReset } = props
  const define = useDefinition('metrics')
  const fault = targetFault(draft)
  const title = t(`metric.${name}`)
  const faultId = `fault-${name}`
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1.5 border-t border-line px-4 py-2 sm:grid-cols-[minmax(0,1fr)_auto_1.75rem]">
      <div className="min-w-0">
        <p className="flex items-center gap-1.5">
          <span className="truncate">{title}</span>
          <Hint text={define(name, definition)}>
            <button
              type="button"
              aria-label={t('metrics.definition', { name: title })}
              className="rounded text-faint hover:text-text"
            >
              <Info aria-hidden size={12} />
            </button>
          </Hint>
        </p>
        <p className="text-xs text-faint">{t(`metricUnit.${unit}`)}</p>
      </div>
      <div className="order-last col-span-2 grid grid-cols-3 gap-2 sm:order-none sm:col-span-1 sm:w-60">
        {limitNames.map((limit) => (
          <input
            key={limit}
            type="number"
            step="any"
            aria-label={t('targets.limitOf', { limit: t(`targetLimit.${limit}`), name: title })}
            aria-invalid={fault !== undefined}
            aria-describedby={fault ? faultId : undefined}
            className="field figures min-h-7! px-2! py-0! text-xs"
            value={draft[limit]}
            onChange={({ target }) => onChange({ ...draft, [limit]: target.value })}
          />
        ))}
      </div>
      <IconButton
        label={t('targets.reset', { name: title })}
        className={cx(isUsual && 'invisible')}
        onClick={onReset}
      >
        <RotateCcw aria-hidden size={14} className="rtl:-scale-x-100" />
      </IconButton>
      {fault && (
        <p id={faultId} className="col-span-full text-xs text-bad">
          {t(`targetFault.${fault}`)}
        </p>
      )}
    </li>
  )
}

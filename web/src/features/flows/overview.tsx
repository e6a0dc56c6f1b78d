import type { FlowFault } from '@parley/contract'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { t } from '../../i18n/index.ts'
import { cx } from '../../ui/cx.ts'
import { Refused } from '../../ui/states.tsx'
import { type Draft, findNode } from './draft-rules.ts'
import type { Edit } from './use-draft.ts'
import type { Checked } from './use-flow-check.ts'
import { FlowVariables } from './variable-fields.tsx'
import { faultText, nameOf } from './words.ts'

type OverviewProps = {
  readonly draft: Draft
  readonly edit: Edit
  readonly canEdit: boolean
  readonly checked: Checked
  readonly onSelect: (id: string) => void
}

/** The whole flow: whether it would work, and what it begins with. */
export function Overview(props: OverviewProps) {
  const { check, error } = props.checked
  const count = check?.problems.length ?? 0
  return (
    <>
      <h2 className="flex min-h-11 items-center border-b border-line px-4 font-semibold">
        {t('flow.overview')}
      </h2>
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto p-4">
        <Refused error={error} />
        {check?.isValid && (
          <p className="flex items-center gap-2 text-good">
            <CircleCheck aria-hidden size={15} />
            {t('flow.isValid')}
          </p>
        )}
        {check && count > 0 && (
          <FaultList
            {...props}
            title={t('flow.problems')}
            faults={check.problems}
            tone="text-bad"
          />
        )}
        {check && check.warnings.length > 0 && (
          <FaultList
            {...props}
            title={t('flow.warnings')}
            faults={check.warnings}
            tone="text-warn"
          />
        )}
        <FlowVariables {...props} />
        <p className="text-xs text-faint">{t('flow.keysHint')}</p>
      </div>
    </>
  )
}

type FaultsProps = OverviewProps & {
  readonly title: string
  readonly faults: readonly FlowFault[]
  readonly tone: string
}

function FaultList({ title, faults, tone, draft, onSelect }: FaultsProps) {
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="text-xs font-medium text-muted">{title}</h3>
      <ul className="flex flex-col gap-1">
        {faults.map((fault) => {
          const node = findNode(draft, fault.nodeId ?? undefined)
          const words = (
            <>
              <CircleAlert aria-hidden size={14} className={cx('mt-0.5 shrink-0', tone)} />
              <span dir="auto" className="min-w-0">
                {node && <span className="font-medium">{`${nameOf(node)}: `}</span>}
                {faultText(fault)}
              </span>
            </>
          )
          const key = `${fault.nodeId} ${fault.code} ${fault.transitionId}`
          return (
            <li key={key}>
              {node ? (
                <button
                  type="button"
                  className="flex w-full items-start gap-2 rounded px-1 py-1 text-start hover:bg-hover"
                  onClick={() => onSelect(node.id)}
                >
                  {words}
                </button>
              ) : (
                <p className="flex items-start gap-2 px-1 py-1">{words}</p>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

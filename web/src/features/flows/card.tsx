import type { FlowFault, WorkflowNode } from '@parley/contract'
import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import { CircleAlert, Globe2, Plus } from 'lucide-react'
import { memo, createElement } from 'react'
import { t } from '../../i18n/index.ts'
import { cx } from '../../ui/cx.ts'
import { cardWidth } from './card-width.ts'
import { handleOf, isTerminal } from './draft-rules.ts'
import { faultText, iconOf, kindText, nameOf, titleOf } from './words.ts'

export type CardNode = Node<
  {
    readonly node: WorkflowNode
    readonly summary: string
    readonly faults: readonly FlowFault[]
    readonly isProblem: boolean
    readonly canEdit: boolean
  },
  'card'
>

/** The place where a new way begins. */
export const newHandle = 'new'

const dot = 'size-2.5! border-2! border-page! bg-line-strong!'

function Card({ data, selected }: NodeProps<CardNode>) {
  const { node, summary, faults, isProblem, canEdit } = data
  return (
    <div
      style={{ width: cardWidth }}
      className={cx(
        'rounded-lg border bg-raised text-start text-sm shadow-float',
        selected ? 'border-accent outline-2 outline-accent' : 'border-line',
        isProblem && !selected && 'border-bad',
      )}
    >
      <Handle type="target" position={Position.Left} id="in" className={dot} />
      <div className="flex items-center gap-2 px-3 pt-2.5">
        {createElement(iconOf(node.type), {
          'aria-hidden': true,
          size: 15,
          className: 'shrink-0 text-accent',
        })}
        <span dir="auto" className="min-w-0 flex-1 truncate font-medium">
          {nameOf(node)}
        </span>
        {node.isGlobal === true && <Globe2 aria-hidden size={13} className="text-info" />}
      </div>
      <p className="px-3 text-2xs text-faint">{kindText(node.type)}</p>
      {summary && (
        <p dir="auto" className="mx-3 mt-1 line-clamp-2 text-xs text-muted">
          {summary}
        </p>
      )}
      {faults.map((fault) => (
        <p
          key={`${fault.code} ${fault.transitionId}`}
          className={cx(
            'mx-3 mt-1 flex items-start gap-1 text-xs',
            isProblem ? 'text-bad' : 'text-warn',
          )}
        >
          <CircleAlert aria-hidden size={12} className="mt-0.5 shrink-0" />
          <span dir="auto">{faultText(fault)}</span>
        </p>
      ))}
      <ul className="mt-2 border-line pb-1 not-empty:border-t">
        {(node.transitions ?? []).map((transition) => (
          <li key={transition.id} className="relative flex h-7.5 items-center px-3">
            <span
              dir="auto"
              className={cx(
                'min-w-0 flex-1 truncate text-xs',
                transition.isEnabled === false ? 'text-faint line-through' : 'text-muted',
              )}
            >
              {titleOf(transition)}
            </span>
            <Handle
              type="source"
              position={Position.Right}
              id={handleOf(transition.id)}
              className={dot}
            />
          </li>
        ))}
        {canEdit && !isTerminal(node) && (
          <li className="relative flex h-7.5 items-center gap-1 px-3 text-2xs text-faint">
            <Plus aria-hidden size={11} />
            {t('flow.newWay')}
            <Handle type="source" position={Position.Right} id={newHandle} className={dot} />
          </li>
        )}
      </ul>
    </div>
  )
}

export const FlowCard = memo(Card)

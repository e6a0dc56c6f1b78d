import type { FlowFault } from '@parley/contract'
import { CircleAlert } from 'lucide-react'
import { type KeyboardEvent, useState, createElement } from 'react'
import { t } from '../../i18n/index.ts'
import { Badge } from '../../ui/bits.tsx'
import { cx } from '../../ui/cx.ts'
import { type Draft, findNode, removeNodes } from './draft-rules.ts'
import { walkOrder } from './transition-rules.ts'
import type { Edit } from './use-draft.ts'
import { iconOf, isolated, kindText, nameOf, summaryOf, titleOf } from './words.ts'

type ListProps = {
  readonly draft: Draft
  readonly edit: Edit
  readonly faults: ReadonlyMap<string, readonly FlowFault[]>
  readonly problems: ReadonlySet<string>
  readonly selected: string | undefined
  readonly onSelect: (id: string) => void
  readonly canEdit: boolean
  readonly nameOfAgent: (id: string) => string
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }

/** The same flow as a list: the arrows walk it, Enter opens a node, Delete removes it. */
export function NodeList(props: ListProps) {
  const { draft, edit, selected, onSelect, canEdit } = props
  const nodes = walkOrder(draft)
  const [focused, setFocused] = useState(0)
  const current = Math.min(focused, nodes.length - 1)

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const list = event.currentTarget
    const step = steps[event.key]
    const node = nodes[current]
    if (step !== undefined) {
      const next = Math.max(0, Math.min(nodes.length - 1, current + step))
      setFocused(next)
      list.querySelectorAll<HTMLElement>('[data-node]')[next]?.focus()
    } else if (event.key === 'Delete' && canEdit && node) {
      edit((now) => removeNodes(now, [node.id]))
    } else return
    event.preventDefault()
  }

  return (
    <ol aria-label={t('flow.nodes')} className="flex flex-col p-2 sm:p-4" onKeyDown={onKeyDown}>
      {nodes.map((node, index) => (
        <li key={node.id} className="border-b border-line last:border-b-0">
          <button
            type="button"
            data-node={node.id}
            tabIndex={index === current ? 0 : -1}
            aria-current={node.id === selected ? 'true' : undefined}
            onFocus={() => setFocused(index)}
            onClick={() => onSelect(node.id)}
            className={cx(
              'flex w-full items-start gap-3 rounded-md px-3 py-2.5 text-start hover:bg-hover',
              node.id === selected && 'bg-selected',
            )}
          >
            <NodeLine {...props} node={node} />
          </button>
        </li>
      ))}
    </ol>
  )
}

function NodeLine(props: ListProps & { readonly node: Draft['nodes'][number] }) {
  const { node, draft, faults, problems, nameOfAgent } = props
  const found = faults.get(node.id)?.length ?? 0
  const summary = summaryOf(node, nameOfAgent)
  return (
    <>
      {createElement(iconOf(node.type), {
        'aria-hidden': true,
        size: 16,
        className: 'mt-0.5 shrink-0 text-accent',
      })}
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2">
          <span dir="auto" className="min-w-0 truncate font-medium">
            {nameOf(node)}
          </span>
          <Badge>{kindText(node.type)}</Badge>
          {found > 0 && (
            <Badge tone={problems.has(node.id) ? 'bad' : 'warn'}>
              <CircleAlert aria-hidden size={12} />
              {t('flow.faultCount', { count: found })}
            </Badge>
          )}
        </span>
        {summary && (
          <span dir="auto" className="line-clamp-2 text-xs text-muted">
            {summary}
          </span>
        )}
        {(node.transitions ?? []).map((transition) => {
          const target = findNode(draft, transition.targetNodeId ?? undefined)
          return (
            <span key={transition.id} dir="auto" className="block truncate text-xs text-faint">
              {target
                ? t('flow.wayTo', {
                    when: isolated(titleOf(transition)),
                    node: isolated(nameOf(target)),
                  })
                : t('flow.wayNowhere', { when: titleOf(transition) })}
            </span>
          )
        })}
      </span>
    </>
  )
}

import type { FlowFault } from '@parley/contract'
import type { Edge } from '@xyflow/react'
import { t } from '../../i18n/index.ts'
import type { CardNode } from './card.tsx'
import { type Draft, handleOf, positionOf } from './draft-rules.ts'
import { kindText, nameOf, summaryOf, titleOf } from './words.ts'

type Drawing = {
  readonly draft: Draft
  readonly faults: ReadonlyMap<string, readonly FlowFault[]>
  readonly problems: ReadonlySet<string>
  readonly selected: string | undefined
  readonly canEdit: boolean
  readonly nameOfAgent: (id: string) => string
}

/** The cards, with what the diagram itself knows of those that it draws already. */
export function cardsOf(drawing: Drawing, drawn: readonly CardNode[]): CardNode[] {
  const { draft, faults, problems, selected, canEdit, nameOfAgent } = drawing
  const known = new Map(drawn.map((card) => [card.id, card]))
  return draft.nodes.map((node, index) => ({
    ...known.get(node.id),
    id: node.id,
    type: 'card',
    position: positionOf(node) ?? { x: 0, y: index * 180 },
    selected: node.id === selected,
    ariaLabel: `${kindText(node.type)}: ${nameOf(node)}`,
    data: {
      node,
      summary: summaryOf(node, nameOfAgent),
      faults: faults.get(node.id) ?? [],
      isProblem: problems.has(node.id),
      canEdit,
    },
  }))
}

export type Way = Edge<{ readonly nodeId: string; readonly transitionId: string }>

export function waysOf(draft: Draft, drawn: readonly Way[]): Way[] {
  const ids = new Map(draft.nodes.map((node) => [node.id, node]))
  const selected = new Set(drawn.filter((way) => way.selected).map(({ id }) => id))
  return draft.nodes.flatMap((node) =>
    (node.transitions ?? []).flatMap((transition) => {
      const target = ids.get(transition.targetNodeId ?? '')
      if (!target) return []
      const id = `${node.id} ${transition.id}`
      return [
        {
          id,
          source: node.id,
          sourceHandle: handleOf(transition.id),
          target: target.id,
          targetHandle: 'in',
          selected: selected.has(id),
          ariaLabel: t('flow.wayFrom', {
            from: nameOf(node),
            to: nameOf(target),
            when: titleOf(transition),
          }),
          data: { nodeId: node.id, transitionId: transition.id },
        },
      ]
    }),
  )
}

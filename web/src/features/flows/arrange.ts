import { graphlib, layout } from '@dagrejs/dagre'
import { cardWidth } from './card-width.ts'
import { type Draft, moveNodes, type Point } from './draft-rules.ts'

const cardHeight = 124
const transitionHeight = 30

/** Places every node so that ways lead onwards and cross little. */
export function arrange(draft: Draft): Draft {
  // oxlint-disable-next-line typescript/no-unsafe-assignment -- its types name a package they do not find
  const graph = new graphlib.Graph()
  graph.setGraph({ rankdir: 'LR', nodesep: 28, ranksep: 64 })
  graph.setDefaultEdgeLabel(() => ({}))
  const known = new Set(draft.nodes.map(({ id }) => id))
  for (const { id, transitions } of draft.nodes) {
    const height = cardHeight + (transitions ?? []).length * transitionHeight
    graph.setNode(id, { width: cardWidth, height })
  }
  for (const { id, transitions } of draft.nodes) {
    for (const { targetNodeId: target } of transitions ?? []) {
      if (target && known.has(target)) graph.setEdge(id, target)
    }
  }
  layout(graph)
  const places = new Map<string, Point>()
  for (const { id } of draft.nodes) {
    const { x, y, width, height } = graph.node(id) as {
      x: number
      y: number
      width: number
      height: number
    }
    places.set(id, { x: Math.round(x - width / 2), y: Math.round(y - height / 2) })
  }
  return moveNodes(draft, places)
}

import '@xyflow/react/dist/base.css'
import {
  applyEdgeChanges,
  applyNodeChanges,
  type Connection,
  type EdgeChange,
  type NodeChange,
  Panel,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react'
import type { FlowFault } from '@parley/contract'
import { Maximize, ZoomIn, ZoomOut } from 'lucide-react'
import { type CSSProperties, useCallback, useEffect, useMemo, useState } from 'react'
import { t } from '../../i18n/index.ts'
import { IconButton } from '../../ui/button.tsx'
import { type CardNode, FlowCard, newHandle } from './card.tsx'
import { cardsOf, type Way, waysOf } from './diagram.ts'
import { type Draft, moveNodes, type Point, removeNodes } from './draft-rules.ts'
import { useKeepInView } from './keep-in-view.ts'
import { newId } from './new-id.ts'
import { addTransition, changeTransition, removeTransition } from './transition-rules.ts'
import type { Edit } from './use-draft.ts'

const nodeTypes = { card: FlowCard }
/** The lines of the library in the colors of the product. */
const colors = {
  '--xy-edge-stroke': 'var(--line-strong)',
  '--xy-edge-stroke-selected': 'var(--accent)',
  '--xy-connectionline-stroke': 'var(--accent)',
  '--xy-edge-stroke-width': '1.5',
} as CSSProperties
const fit = { padding: 0.08, maxZoom: 1 } as const

type CanvasProps = {
  readonly draft: Draft
  readonly edit: Edit
  readonly faults: ReadonlyMap<string, readonly FlowFault[]>
  readonly problems: ReadonlySet<string>
  readonly selected: string | undefined
  readonly onSelect: (id: string | undefined) => void
  readonly canEdit: boolean
  readonly nameOfAgent: (id: string) => string
  /** Changes when everything should be in view again. */
  readonly arranged: number
}

/** The diagram of a flow: moved, connected and deleted by pointer and by keyboard. */
export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Diagram {...props} />
    </ReactFlowProvider>
  )
}

function Diagram(props: CanvasProps) {
  const { draft, edit, faults, problems, selected, onSelect, canEdit, nameOfAgent } = props
  const [cards, setCards] = useState<CardNode[]>(() => cardsOf(props, []))
  const [ways, setWays] = useState<Way[]>(() => waysOf(draft, []))
  // What somebody drags is drawn before the draft knows of it, so both are kept.
  useEffect(() => {
    const drawing = { draft, faults, problems, selected, canEdit, nameOfAgent }
    // oxlint-disable-next-line react/set-state-in-effect
    setCards((drawn) => cardsOf(drawing, drawn))
    setWays((drawn) => waysOf(draft, drawn))
  }, [draft, faults, problems, selected, canEdit, nameOfAgent])
  useFitting(props.arranged)
  useKeepInView(selected)

  const onNodesChange = useCallback(
    (changes: NodeChange<CardNode>[]) => {
      setCards((drawn) => applyNodeChanges(changes, drawn))
      const moved = movedBy(changes)
      if (moved.size > 0) edit((now) => moveNodes(now, moved), 'move')
      const chosen = changes.find((change) => change.type === 'select' && change.selected)
      const isLeft = changes.some(
        (change) => change.type === 'select' && !change.selected && change.id === selected,
      )
      if (chosen?.type === 'select') onSelect(chosen.id)
      else if (isLeft) onSelect(undefined)
    },
    [edit, onSelect, selected],
  )
  const onEdgesChange = useCallback(
    (changes: EdgeChange<Way>[]) => setWays((drawn) => applyEdgeChanges(changes, drawn)),
    [],
  )
  const onConnect = useCallback(
    (connection: Connection) => edit((now) => connected(now, connection)),
    [edit],
  )
  /** The flow itself changes, and the diagram follows it. */
  const onBeforeDelete = useCallback(
    async ({ nodes, edges }: { nodes: CardNode[]; edges: Way[] }) => {
      const ids = nodes.map(({ id }) => id)
      if (ids.length > 0) {
        edit((now) => removeNodes(now, ids))
        onSelect(undefined)
      } else edit((now) => edges.reduce(withoutWay, now))
      return false
    },
    [edit, onSelect],
  )
  const labels = useLabels()
  return (
    // The diagram runs from left to right in every language; the words in it as they are written.
    <div dir="ltr" className="h-full bg-surface" style={colors}>
      <ReactFlow<CardNode, Way>
        nodes={cards}
        edges={ways}
        nodeTypes={nodeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onConnect={onConnect}
        onReconnect={(_, connection) => onConnect(connection)}
        onBeforeDelete={onBeforeDelete}
        onPaneClick={() => onSelect(undefined)}
        nodesDraggable={canEdit}
        nodesConnectable={canEdit}
        deleteKeyCode={canEdit ? ['Delete', 'Backspace'] : null}
        ariaLabelConfig={labels}
        minZoom={0.1}
        fitView
        fitViewOptions={fit}
        proOptions={{ hideAttribution: true }}
      >
        <Panel position="bottom-left">
          <ZoomButtons />
        </Panel>
      </ReactFlow>
    </div>
  )
}

/** Everything in view after it was placed anew. */
function useFitting(arranged: number) {
  const { fitView } = useReactFlow()
  useEffect(() => {
    if (arranged === 0) return undefined
    // The cards have to be drawn in their new places first.
    const frame = requestAnimationFrame(() => void fitView({ ...fit, duration: 200 }))
    return () => cancelAnimationFrame(frame)
  }, [arranged, fitView])
}

/** Where nodes came to lie; while one is being dragged, nowhere yet. */
function movedBy(changes: readonly NodeChange<CardNode>[]): Map<string, Point> {
  return new Map(
    changes.flatMap((change) =>
      change.type === 'position' && change.position && change.dragging !== true
        ? [
            [
              change.id,
              { x: Math.round(change.position.x), y: Math.round(change.position.y) },
            ] as const,
          ]
        : [],
    ),
  )
}

function connected(draft: Draft, { source, sourceHandle, target }: Connection): Draft {
  if (!sourceHandle || sourceHandle === newHandle) {
    return addTransition(draft, { from: source, to: target, id: newId('transition') })
  }
  const id = sourceHandle.replace(/^transition-/, '')
  return changeTransition(draft, { nodeId: source, id }, { targetNodeId: target })
}

function withoutWay(draft: Draft, { data }: Way): Draft {
  return data ? removeTransition(draft, data.nodeId, data.transitionId) : draft
}

function ZoomButtons() {
  const { zoomIn, zoomOut, fitView } = useReactFlow()
  return (
    <div className="flex rounded-md border border-line bg-raised p-0.5">
      <IconButton label={t('flow.zoomIn')} onClick={() => void zoomIn()}>
        <ZoomIn aria-hidden size={15} />
      </IconButton>
      <IconButton label={t('flow.zoomOut')} onClick={() => void zoomOut()}>
        <ZoomOut aria-hidden size={15} />
      </IconButton>
      <IconButton label={t('flow.fit')} onClick={() => void fitView(fit)}>
        <Maximize aria-hidden size={15} />
      </IconButton>
    </div>
  )
}

/** What a screen reader says of the diagram. */
function useLabels() {
  return useMemo(
    () => ({
      'node.a11yDescription.default': t('flow.a11yNode'),
      'node.a11yDescription.keyboardDisabled': t('flow.a11yNode'),
      'node.a11yDescription.ariaLiveMessage': ({ x, y }: { x: number; y: number }) =>
        t('flow.a11yMoved', { x, y }),
      'edge.a11yDescription.default': t('flow.a11yWay'),
      'handle.ariaLabel': t('flow.newWay'),
    }),
    [],
  )
}

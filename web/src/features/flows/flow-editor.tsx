import type { VoiceAgent } from '@parley/contract'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { useLeads } from '../../api/queries.ts'
import { useAgentNames } from '../../api/voice-agents.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Badge, PageHeader, SkeletonLines } from '../../ui/bits.tsx'
import { narrow, useMedia } from '../../ui/use-media.ts'
import { type Draft, findNode } from './draft-rules.ts'
import { FlowTitle } from './flow-title.tsx'
import { useLeaving } from './leaving.tsx'
import { NodeList } from './node-list.tsx'
import { NodePanel } from './node-panel.tsx'
import { Overview } from './overview.tsx'
import { Toolbar } from './toolbar.tsx'
import { useDraft } from './use-draft.ts'
import { faultsByNode, useFlowCheck } from './use-flow-check.ts'
import { useUndoKeys } from './use-undo-keys.ts'

const Canvas = lazy(async () => ({ default: (await import('./canvas.tsx')).Canvas }))

type EditorProps = {
  readonly agent: VoiceAgent
  readonly initial: Draft
  readonly isNew: boolean
  readonly onReopen: () => void
}

/** The flow as a diagram or a list, with what is chosen beside it. */
export function FlowEditor({ agent: opened, initial, isNew, onReopen }: EditorProps) {
  const [agent, setAgent] = useState(opened)
  const canEdit = useLeads()
  const editing = useDraft(() => initial, isNew)
  const { draft, edit, isDirty } = editing
  const [search, setSearch] = useUrl()
  const [arranged, setArranged] = useState(0)
  const countArranged = useCallback(() => setArranged((count) => count + 1), [])
  const checked = useFlowCheck(draft)
  const { faults, problems } = useMarks(checked.check)
  const nameOfAgent = useAgentName()
  const isNarrow = useMedia(narrow)
  const view = search.view ?? (isNarrow ? 'list' : 'map')
  const select = useSelect()
  const node = findNode(draft, search.node)
  const leaving = useLeaving(isDirty)
  useUndoKeys(editing)
  const shown = { draft, edit, faults, problems, canEdit, nameOfAgent }

  return (
    <div className="flex h-full flex-col">
      <PageHeader
        title={
          <FlowTitle id={agent.id} name={agent.name}>
            {isDirty && <Badge tone="info">{t('flow.unsaved')}</Badge>}
          </FlowTitle>
        }
        actions={
          <Toolbar
            agent={agent}
            editing={editing}
            checked={checked}
            canEdit={canEdit}
            view={view}
            selected={node?.id}
            onView={(next) => setSearch({ view: next })}
            onSelect={select}
            onArranged={countArranged}
            onReopen={onReopen}
            onSaved={setAgent}
          />
        }
      />
      <div className="flex min-h-0 flex-1">
        <section aria-label={t('flow.title')} className="min-w-0 flex-1 overflow-y-auto">
          {view === 'list' ? (
            <NodeList {...shown} selected={node?.id} onSelect={select} />
          ) : (
            <Suspense fallback={<SkeletonLines count={8} />}>
              <Canvas {...shown} selected={node?.id} onSelect={select} arranged={arranged} />
            </Suspense>
          )}
        </section>
        {(node || !isNarrow) && (
          <aside
            aria-label={node ? t('flow.node') : t('flow.overview')}
            className="fixed inset-0 z-40 flex flex-col border-s border-line bg-page sm:static sm:z-auto sm:w-88 sm:shrink-0"
          >
            {node ? (
              <NodePanel
                key={node.id}
                node={node}
                draft={draft}
                edit={edit}
                canEdit={canEdit}
                faults={faults.get(node.id) ?? []}
                onOpen={select}
              />
            ) : (
              <Overview
                draft={draft}
                edit={edit}
                canEdit={canEdit}
                checked={checked}
                onSelect={select}
              />
            )}
          </aside>
        )}
      </div>
      {leaving}
    </div>
  )
}

/** What is wrong with which node, drawn anew only when the server says something else. */
function useMarks(check: ReturnType<typeof useFlowCheck>['check']) {
  return useMemo(
    () => ({
      faults: faultsByNode(check),
      problems: new Set((check?.problems ?? []).map(({ nodeId }) => nodeId ?? '')),
    }),
    [check],
  )
}

function useAgentName(): (id: string) => string {
  const agents = useAgentNames()
  return useCallback((id) => agents.find((agent) => agent.id === id)?.name ?? id, [agents])
}

/** What is chosen stands in the address. */
function useSelect(): (id: string | undefined) => void {
  const navigate = useNavigate()
  return useCallback(
    (id) => {
      const search = (before: Readonly<Record<string, string | undefined>>) => ({
        ...before,
        node: id,
      })
      void navigate({ to: '.', search, replace: true })
    },
    [navigate],
  )
}

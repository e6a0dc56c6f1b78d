import type { VoiceAgent } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Workflow } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { useLeads } from '../../api/queries.ts'
import { t } from '../../i18n/index.ts'
import { Page, SkeletonLines } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty, Failure } from '../../ui/states.tsx'
import { addNode, type Draft, isPlaced, readDraft } from './draft-rules.ts'
import { FlowEditor } from './flow-editor.tsx'
import { FlowTitle } from './flow-title.tsx'
import { newId } from './new-id.ts'

type Opened = { readonly agent: VoiceAgent; readonly draft: Draft }

async function openFlow(id: string): Promise<Opened> {
  const agent = await parley.voiceAgents.get(id)
  const draft = readDraft(agent.workflow, agent.tools)
  if (isPlaced(draft)) return { agent, draft }
  // Flows that programs made lie nowhere.
  const { arrange } = await import('./arrange.ts')
  return { agent, draft: arrange(draft) }
}

/** The flow of an agent: opened once, so that what happens elsewhere changes nothing under the hand. */
export function FlowScreen() {
  const { id } = useParams({ strict: false }) as { id: string }
  const [opened, setOpened] = useState(1)
  const flow = useQuery({
    queryKey: ['flow', id, opened],
    queryFn: () => openFlow(id),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  if (flow.data) {
    return (
      <Opening key={`${id} ${opened}`} opened={flow.data} onReopen={() => setOpened(opened + 1)} />
    )
  }
  return (
    <Page title={<FlowTitle id={id} name={t('flow.title')} />} wide>
      {flow.isPending && <SkeletonLines count={10} />}
      {flow.isError && <Failure error={flow.error} retry={() => void flow.refetch()} />}
    </Page>
  )
}

type OpeningProps = { readonly opened: Opened; readonly onReopen: () => void }

/** An agent that follows its prompt gets its first node here. */
function Opening({ opened: { agent, draft }, onReopen }: OpeningProps) {
  const canEdit = useLeads()
  const [isNew, setIsNew] = useState(false)
  if (draft.nodes.length > 0) {
    return <FlowEditor agent={agent} initial={draft} isNew={false} onReopen={onReopen} />
  }
  if (isNew) {
    const { greetingMessage: message } = agent.conversation
    const first = firstFlow(draft, message)
    return <FlowEditor agent={agent} initial={first} isNew onReopen={onReopen} />
  }
  return (
    <Page title={<FlowTitle id={agent.id} name={agent.name} />} wide>
      <Empty
        icon={Workflow}
        title={t('flow.none')}
        text={t('flow.noneText')}
        action={
          canEdit && (
            <Button look="primary" onClick={() => setIsNew(true)}>
              {t('flow.begin')}
            </Button>
          )
        }
      />
    </Page>
  )
}

function firstFlow(empty: Draft, message: string): Draft {
  const [start, end] = [newId('node'), newId('node')]
  const begun = addNode(
    addNode(empty, {
      id: start,
      kind: 'start',
      label: t('flowKind.start'),
      position: { x: 0, y: 0 },
    }),
    { id: end, kind: 'end_call', label: t('flowKind.end_call'), position: { x: 360, y: 0 } },
  )
  const way = {
    id: newId('transition'),
    name: '',
    priority: 1,
    condition: { type: 'after_user_reply' },
    targetNodeId: end,
  }
  const nodes = begun.nodes.map((node) =>
    node.id === start ? { ...node, message, transitions: [way] } : node,
  )
  return { ...begun, nodes }
}

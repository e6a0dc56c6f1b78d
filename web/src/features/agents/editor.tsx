import type { VoiceAgent } from '@parley/contract'
import { useBlocker } from '@tanstack/react-router'
import { MessageSquareText } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useLeads } from '../../api/queries.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { SkeletonLines } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { AgentPage } from './agent-page.tsx'
import { BasicsCard, GreetingCard, PromptCard } from './conversation-cards.tsx'
import { SaveBar } from './save-bar.tsx'
import { SectionList } from './section.tsx'
import { CallSettingsCard } from './settings-card.tsx'
import { KnowledgeCard, PronunciationCard, ToolsCard } from './toolkit-cards.tsx'
import { useEditing } from './use-editing.ts'
import { ModelCard, VoiceCard } from './voice-cards.tsx'
import { WebhookCard } from './webhook-card.tsx'

const OutcomeCard = lazy(async () => ({
  default: (await import('./outcome-card.tsx')).OutcomeCard,
}))
const LeaveDialog = lazy(async () => ({
  default: (await import('./leave-dialog.tsx')).LeaveDialog,
}))
const TestPanel = lazy(async () => ({ default: (await import('./test-panel.tsx')).TestPanel }))

/** Everything an agent is, to be changed and saved as a version. */
export function AgentEditor() {
  const [search, setSearch] = useUrl()
  const isTesting = search.panel === 'test'
  return (
    <AgentPage
      actions={
        <Button
          size="sm"
          aria-pressed={isTesting}
          onClick={() => setSearch({ panel: isTesting ? undefined : 'test' })}
        >
          <MessageSquareText aria-hidden size={14} />
          {t('agents.test')}
        </Button>
      }
    >
      {(agent) => <Editor key={agent.id} agent={agent} isTesting={isTesting} />}
    </AgentPage>
  )
}

type EditorProps = { readonly agent: VoiceAgent; readonly isTesting: boolean }

function Editor({ agent, isTesting }: EditorProps) {
  const [, setSearch] = useUrl()
  const leads = useLeads()
  const editing = useEditing(agent)
  const { draft, set, isDirty } = editing
  const card = { draft, set }
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="min-h-0 flex-1 overflow-y-auto" data-scroller tabIndex={-1}>
          <div className="mx-auto flex max-w-4xl gap-6 p-4 sm:p-6">
            <SectionList />
            <fieldset disabled={!leads} className="flex min-w-0 flex-1 flex-col gap-4">
              <legend className="sr-only">{agent.name}</legend>
              <BasicsCard {...card} />
              <PromptCard {...card} agent={agent} />
              <GreetingCard {...card} />
              <VoiceCard {...card} />
              <PronunciationCard {...card} />
              <ModelCard {...card} />
              <KnowledgeCard {...card} />
              <ToolsCard {...card} />
              <Suspense fallback={<SkeletonLines count={5} />}>
                <OutcomeCard {...card} key={`${agent.id} ${editing.loaded}`} />
              </Suspense>
              <CallSettingsCard {...card} />
              <WebhookCard {...card} agent={agent} />
            </fieldset>
          </div>
        </div>
        {leads && <SaveBar editing={editing} />}
      </div>
      {isTesting && (
        <Suspense fallback={<aside className="w-96 border-s border-line" />}>
          <TestPanel
            agent={agent}
            isDirty={isDirty}
            onClose={() => setSearch({ panel: undefined })}
          />
        </Suspense>
      )}
      <LeaveGuard isDirty={isDirty} />
    </div>
  )
}

/** Nobody loses what was not saved by a click elsewhere. */
function LeaveGuard({ isDirty }: { readonly isDirty: boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  })
  if (blocker.status !== 'blocked') return null
  return (
    <Suspense>
      <LeaveDialog onStay={blocker.reset} onLeave={blocker.proceed} />
    </Suspense>
  )
}

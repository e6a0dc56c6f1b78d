import type { VoiceAgent } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Phone, Play, Square, X } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { t } from '../../i18n/index.ts'
import { SkeletonLines } from '../../ui/bits.tsx'
import { Button, buttonClass, IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Failure } from '../../ui/states.tsx'
import { CallEnding, CallLines, isAnswering, WriteLine } from './call-view.tsx'
import { useCall } from './use-call.ts'

type PanelProps = {
  readonly agent: VoiceAgent
  readonly isDirty: boolean
  readonly onClose: () => void
}

const ways = ['chat', 'texts'] as const

/** Beside the editor: a chat with what was saved last, and its texts as a caller would hear them. */
export function TestPanel({ agent, isDirty, onClose }: PanelProps) {
  const [way, setWay] = useState<(typeof ways)[number]>('chat')
  return (
    <aside
      aria-label={t('agents.test')}
      className="fixed inset-0 z-40 flex flex-col bg-page lg:static lg:z-auto lg:w-96 lg:shrink-0 lg:border-s lg:border-line"
    >
      <header className="flex min-h-10 items-center gap-1 border-b border-line px-2">
        {ways.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={way === one}
            onClick={() => setWay(one)}
            className={cx(
              'border-b-2 px-2 py-2',
              way === one ? 'border-accent font-medium' : 'border-transparent text-muted',
            )}
          >
            {t(`testWay.${one}`)}
          </button>
        ))}
        <IconButton className="ms-auto" label={t('action.close')} onClick={onClose}>
          <X aria-hidden size={15} />
        </IconButton>
      </header>
      {isDirty && (
        <p role="status" className="border-b border-line bg-warn-soft px-4 py-2 text-xs text-warn">
          {t('agents.testsSaved', { version: agent.version })}
        </p>
      )}
      {way === 'chat' ? (
        <Chat key={agent.version} agent={agent} />
      ) : (
        <Texts key={agent.version} agent={agent} />
      )}
    </aside>
  )
}

function Chat({ agent }: { readonly agent: VoiceAgent }) {
  const call = useCall()
  const mayCall = useMay('write')
  const isOn = call.phase === 'live' || call.phase === 'connecting'
  const begin = () =>
    void call.start({ agentId: agent.id, environment: 'draft', params: {}, isChat: true })
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2.5">
        {isOn ? (
          <Button size="sm" onClick={call.hangUp}>
            <Square aria-hidden size={13} />
            {t('talk.endChat')}
          </Button>
        ) : (
          <Button look="primary" size="sm" disabled={!mayCall} onClick={begin}>
            <Play aria-hidden size={13} />
            {t('talk.startChat')}
          </Button>
        )}
        <Link
          to="/agents/$id/talk"
          params={{ id: agent.id }}
          className={buttonClass('ghost', 'sm', 'ms-auto')}
        >
          <Phone aria-hidden size={13} />
          {t('agents.talk')}
        </Link>
      </div>
      <CallLines
        lines={call.talk.lines}
        empty={t('talk.chatHint')}
        isAnswering={isAnswering(call)}
      />
      <CallEnding call={call} />
      <WriteLine call={call} />
    </>
  )
}

/** With its variables filled in. */
function Texts({ agent }: { readonly agent: VoiceAgent }) {
  const preview = useQuery({
    queryKey: ['voice-agents', 'preview', agent.id, agent.version, 'draft'],
    queryFn: () => parley.voiceAgents.preview(agent.id, { environment: 'draft' }),
  })
  const { data } = preview
  if (preview.isPending) return <SkeletonLines count={8} />
  if (!data) return <Failure error={preview.error} retry={() => void preview.refetch()} />
  const texts = [
    [t('agentPart.greeting'), data.greetingMessage],
    [t('agentPart.prompt'), data.preamble],
    ...data.pokeMessages.map((poke, index) => [t('agents.poke', { number: index + 1 }), poke]),
  ] as const
  return (
    <div
      className="min-h-0 flex-1 overflow-y-auto p-4"
      tabIndex={0}
      role="region"
      aria-label={t('testWay.texts')}
    >
      {data.missing.length > 0 && (
        <p className="mb-3 rounded-md bg-warn-soft px-3 py-2 text-warn">
          {t('agents.missing')} <code>{data.missing.join(', ')}</code>
        </p>
      )}
      <dl className="flex flex-col gap-4">
        {texts.map(([label, text]) => (
          <div key={label}>
            <dt className="text-xs font-medium text-muted">{label}</dt>
            <dd dir="auto" className="whitespace-pre-wrap">
              {text || '–'}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

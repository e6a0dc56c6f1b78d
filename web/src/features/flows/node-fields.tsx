import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { parley } from '../../api/client.ts'
import { useAgentNames } from '../../api/voice-agents.ts'
import { t } from '../../i18n/index.ts'
import { Check } from '../../ui/field.tsx'
import { bindTool, changeNode, toolOf } from './draft-rules.ts'
import type { NodeProps } from './node-props.ts'
import { Choice, TextControl } from './text-control.tsx'
import { StaticVariables } from './variable-fields.tsx'

/** Changes fields of a node; letters of one field are one step back. */
export function useChangeNode({ node, edit }: Pick<NodeProps, 'node' | 'edit'>) {
  return (changes: Readonly<Record<string, unknown>>) =>
    edit(
      (draft) => changeNode(draft, node.id, changes),
      `${node.id} ${Object.keys(changes).join()}`,
    )
}

/** What a node of its kind says or does. */
export function KindFields(props: NodeProps) {
  switch (props.node.type) {
    case 'start':
    case 'conversation':
      return <TalkFields {...props} />
    case 'tool':
    case 'web_tool':
      return <ToolFields {...props} />
    case 'transfer_call':
      return <TransferFields {...props} />
    case 'transfer_agent':
      return <HandOverFields {...props} />
    case 'end_call':
      return <Message {...props} label={t('flow.farewell')} />
    case 'set_local_variables':
      return <StaticVariables {...props} />
    case 'router':
      return <p className="text-xs text-muted">{t('flow.routerText')}</p>
    case 'change_agent_settings':
      return <p className="text-xs text-muted">{t('flow.settingsText')}</p>
    default:
      return null
  }
}

function Message({ label, ...props }: NodeProps & { readonly label: string }) {
  const { node, canEdit } = props
  const change = useChangeNode(props)
  return (
    <TextControl
      label={label}
      hint={t('flow.templateHint')}
      long
      value={node.message}
      disabled={!canEdit}
      onChange={(message) => change({ message })}
    />
  )
}

function TalkFields(props: NodeProps) {
  const { node, canEdit } = props
  const change = useChangeNode(props)
  const isPrompt = node.messageType === 'prompt'
  return (
    <>
      <Choice
        label={t('flow.messageType')}
        value={isPrompt ? 'prompt' : 'static'}
        disabled={!canEdit}
        options={[
          ['static', t('flow.messageStatic')],
          ['prompt', t('flow.messagePrompt')],
        ]}
        onChange={(messageType) => change({ messageType })}
      />
      <Message {...props} label={isPrompt ? t('flow.instruction') : t('flow.sentence')} />
      <Check
        label={t('flow.skipResponse')}
        hint={t('flow.skipResponseHint')}
        checked={node.skipResponse === true}
        disabled={!canEdit}
        onChange={({ target }) => change({ skipResponse: target.checked })}
      />
    </>
  )
}

function ToolFields(props: NodeProps) {
  const { node, draft, edit, canEdit } = props
  const change = useChangeNode(props)
  const tools = useQuery({
    queryKey: ['web-tools', 'functions'],
    queryFn: async () => (await parley.webTools.list({ take: 100, type: 'FUNCTION' })).webTools,
  })
  const toolId = toolOf(draft, node.id) ?? ''
  return (
    <>
      <Choice
        label={t('flow.tool')}
        value={toolId}
        disabled={!canEdit}
        options={[
          ['', t('flow.noTool')],
          ...(tools.data?.map(({ id, name }) => [id, name] as const) ?? []),
        ]}
        onChange={(chosen) => edit((now) => bindTool(now, node.id, chosen || undefined))}
      />
      <Link to="/tools" className="self-start text-xs text-accent underline">
        {t('flow.allTools')}
      </Link>
      <Message {...props} label={t('flow.whileWorking')} />
      <Choice
        label={t('flow.onError')}
        value={node.onErrorBehavior ?? 'fail'}
        disabled={!canEdit}
        options={[
          ['fail', t('flow.onErrorFail')],
          ['retry', t('flow.onErrorRetry')],
        ]}
        onChange={(onErrorBehavior) => change({ onErrorBehavior })}
      />
    </>
  )
}

function TransferFields(props: NodeProps) {
  const { node, canEdit } = props
  const change = useChangeNode(props)
  return (
    <>
      <TextControl
        label={t('flow.transferTo')}
        hint={t('flow.transferToHint')}
        code
        value={node.phoneNumber}
        disabled={!canEdit}
        onChange={(phoneNumber) => change({ phoneNumber })}
      />
      <Choice
        label={t('flow.transferType')}
        value={node.transferType ?? 'cold'}
        disabled={!canEdit}
        options={[
          ['cold', t('flow.transferCold')],
          ['warm', t('flow.transferWarm')],
        ]}
        onChange={(transferType) => change({ transferType })}
      />
      <Message {...props} label={t('flow.beforehand')} />
    </>
  )
}

function HandOverFields(props: NodeProps) {
  const { node, canEdit } = props
  const change = useChangeNode(props)
  const agents = useAgentNames()
  const { transferMessage } = node as { transferMessage?: unknown }
  return (
    <>
      <Choice
        label={t('flow.agent')}
        value={node.agentId ?? ''}
        disabled={!canEdit}
        options={[['', t('flow.noAgent')], ...agents.map(({ id, name }) => [id, name] as const)]}
        onChange={(agentId) => change({ agentId })}
      />
      <TextControl
        label={t('flow.beforehand')}
        long
        value={typeof transferMessage === 'string' ? transferMessage : ''}
        disabled={!canEdit}
        onChange={(text) => change({ transferMessage: text })}
      />
    </>
  )
}

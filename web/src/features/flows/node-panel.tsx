import type { FlowFault } from '@parley/contract'
import { Copy, Trash2, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { t } from '../../i18n/index.ts'
import { IconButton } from '../../ui/button.tsx'
import { Check } from '../../ui/field.tsx'
import { copyNode, isStart, removeNodes } from './draft-rules.ts'
import { Faults } from './faults.tsx'
import { KindFields, useChangeNode } from './node-fields.tsx'
import type { NodeProps } from './node-props.ts'
import { newId } from './new-id.ts'
import { Choice, TextControl } from './text-control.tsx'
import { KeyChoice, TransitionFields } from './transition-fields.tsx'
import { ExtractedVariables } from './variable-fields.tsx'
import { kindText, nameOf, nodeKinds } from './words.ts'

type PanelProps = NodeProps & {
  readonly faults: readonly FlowFault[]
  readonly onOpen: (id: string | undefined) => void
}

/** Everything of one node. */
export function NodePanel(props: PanelProps) {
  const { node, faults, canEdit, onOpen } = props
  const change = useChangeNode(props)
  const heading = useFocusOn(node.id)
  const talks = isStart(node) || ['conversation', 'tool', 'web_tool'].includes(node.type)
  return (
    <>
      <header className="flex min-h-11 items-center gap-1 border-b border-line py-1 ps-4 pe-2">
        <h2
          ref={heading}
          tabIndex={-1}
          className="min-w-0 flex-1 truncate font-semibold outline-none"
        >
          <span dir="auto">{nameOf(node)}</span>
        </h2>
        {canEdit && <NodeActions {...props} />}
        <IconButton label={t('action.close')} onClick={() => onOpen(undefined)}>
          <X aria-hidden size={15} />
        </IconButton>
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-4">
        <Faults faults={faults} />
        <TextControl
          label={t('flow.label')}
          value={node.label}
          disabled={!canEdit}
          onChange={(label) => change({ label })}
        />
        <Choice
          label={t('field.kind')}
          value={node.type}
          disabled={!canEdit}
          options={nodeKinds.map((kind) => [kind, kindText(kind)] as const)}
          onChange={(type) =>
            change({ type, ...(node.isStart === true && { isStart: type === 'start' }) })
          }
        />
        <KindFields {...props} />
        <TransitionFields {...props} onOpen={onOpen} />
        {talks && (
          <Part
            title={t('flow.extract')}
            isOpen={Boolean(node.extractVariables?.variables?.length)}
          >
            <ExtractedVariables {...props} />
          </Part>
        )}
        {!isStart(node) && (
          <Part title={t('flow.global')} isOpen={node.isGlobal === true}>
            <GlobalFields {...props} />
          </Part>
        )}
      </div>
    </>
  )
}

/** A screen reader and the keyboard go to what was opened. */
function useFocusOn(id: string) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const { activeElement } = document
    // Not away from the diagram, where the arrows move the node.
    if (activeElement?.closest('.react-flow') === null) heading.current?.focus()
  }, [id])
  return heading
}

function NodeActions({ node, edit, onOpen }: PanelProps) {
  return (
    <>
      <IconButton
        label={t('flow.copyNode')}
        onClick={() => {
          const id = newId('node')
          edit((draft) => copyNode(draft, node.id, id))
          onOpen(id)
        }}
      >
        <Copy aria-hidden size={14} />
      </IconButton>
      <IconButton
        label={t('flow.removeNode')}
        onClick={() => {
          edit((draft) => removeNodes(draft, [node.id]))
          onOpen(undefined)
        }}
      >
        <Trash2 aria-hidden size={14} />
      </IconButton>
    </>
  )
}

type PartProps = {
  readonly title: string
  readonly isOpen: boolean
  readonly children: ReactNode
}

/** What most nodes do without. */
function Part({ title, isOpen, children }: PartProps) {
  return (
    <details open={isOpen} className="rounded-md border border-line">
      <summary className="rounded-md px-3 py-2 text-xs font-medium text-muted">{title}</summary>
      <div className="flex flex-col gap-3 px-3 pb-3">{children}</div>
    </details>
  )
}

/** Nodes that can be entered from everywhere. */
function GlobalFields(props: PanelProps) {
  const { node, canEdit } = props
  const change = useChangeNode(props)
  const isByKey = node.globalConditionType === 'dtmf'
  return (
    <>
      <Check
        label={t('flow.isGlobal')}
        hint={t('flow.isGlobalHint')}
        checked={node.isGlobal === true}
        disabled={!canEdit}
        onChange={({ target }) => change({ isGlobal: target.checked })}
      />
      {node.isGlobal === true && (
        <>
          <Choice
            label={t('flow.globalBy')}
            value={isByKey ? 'dtmf' : 'natural_language'}
            disabled={!canEdit}
            options={[
              ['natural_language', t('flowCondition.natural_language')],
              ['dtmf', t('flowCondition.dtmf')],
            ]}
            onChange={(globalConditionType) => change({ globalConditionType })}
          />
          {isByKey ? (
            <KeyChoice
              label={t('flow.key')}
              value={node.globalDtmfKey ?? ''}
              canEdit={canEdit}
              onChange={(globalDtmfKey) => change({ globalDtmfKey })}
            />
          ) : (
            <TextControl
              label={t('flow.conditionPrompt')}
              long
              value={node.globalCondition}
              disabled={!canEdit}
              onChange={(globalCondition) => change({ globalCondition })}
            />
          )}
          <Check
            label={t('flow.returnToSource')}
            checked={node.globalReturnToSource === true}
            disabled={!canEdit}
            onChange={({ target }) => change({ globalReturnToSource: target.checked })}
          />
        </>
      )}
    </>
  )
}

import type { FlowFault, Transition } from '@parley/contract'
import { ArrowDown, ArrowUp, ChevronDown, ChevronRight, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { t } from '../../i18n/index.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Check } from '../../ui/field.tsx'
import { type Condition, EquationFields } from './equation-fields.tsx'
import { findNode, isTerminal } from './draft-rules.ts'
import type { NodeProps } from './node-props.ts'
import { newId } from './new-id.ts'
import { Choice, TextControl } from './text-control.tsx'
import {
  addTransition,
  changeTransition,
  moveTransition,
  removeTransition,
} from './transition-rules.ts'
import { conditionKinds, faultText, isolated, nameOf, titleOf } from './words.ts'

type Props = NodeProps & {
  readonly faults: readonly FlowFault[]
  readonly onOpen: (nodeId: string) => void
}

/** Where the talk can go from a node, in the order in which it is tried. */
export function TransitionFields(props: Props) {
  const { node, edit, canEdit } = props
  const [open, setOpen] = useState<string>()
  const transitions = node.transitions ?? []
  if (isTerminal(node) && transitions.length === 0) return null
  const add = () => {
    const id = newId('transition')
    setOpen(id)
    edit((draft) => addTransition(draft, { from: node.id, to: '', id }))
  }
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-xs font-medium text-muted">{t('flow.ways')}</h3>
      {transitions.length === 0 && <p className="text-xs text-faint">{t('flow.noWays')}</p>}
      <ol className="flex flex-col gap-1.5">
        {transitions.map((transition, index) => (
          <TransitionLine
            key={transition.id}
            {...props}
            transition={transition}
            isFirst={index === 0}
            isLast={index === transitions.length - 1}
            isOpen={open === transition.id}
            onToggle={() => setOpen(open === transition.id ? undefined : transition.id)}
          />
        ))}
      </ol>
      {canEdit && (
        <Button size="sm" className="self-start" onClick={add}>
          <Plus aria-hidden size={13} />
          {t('flow.newWay')}
        </Button>
      )}
    </section>
  )
}

type LineProps = Props & {
  readonly transition: Transition
  readonly isFirst: boolean
  readonly isLast: boolean
  readonly isOpen: boolean
  readonly onToggle: () => void
}

function TransitionLine(props: LineProps) {
  const { node, draft, edit, canEdit, faults, onOpen, transition, isOpen } = props
  const target = findNode(draft, transition.targetNodeId ?? undefined)
  const own = faults.filter(({ transitionId }) => transitionId === transition.id)
  const at = { nodeId: node.id, id: transition.id }
  return (
    <li className="rounded-md border border-line">
      <div className="flex items-center gap-0.5 ps-1 pe-1">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={props.onToggle}
          className="flex min-w-0 flex-1 items-center gap-1.5 rounded px-1 py-1.5 text-start"
        >
          {isOpen ? (
            <ChevronDown aria-hidden size={14} />
          ) : (
            <ChevronRight aria-hidden size={14} className="rtl:rotate-180" />
          )}
          <span className="min-w-0 flex-1">
            <span dir="auto" className="block truncate">
              {titleOf(transition)}
            </span>
            <span dir="auto" className="block truncate text-xs text-faint">
              {target
                ? t('flow.leadsTo', { node: isolated(nameOf(target)) })
                : t('flow.leadsNowhere')}
            </span>
          </span>
        </button>
        {canEdit && (
          <>
            <IconButton
              label={t('flow.earlier')}
              disabled={props.isFirst}
              onClick={() => edit((now) => moveTransition(now, at, -1))}
            >
              <ArrowUp aria-hidden size={14} />
            </IconButton>
            <IconButton
              label={t('flow.later')}
              disabled={props.isLast}
              onClick={() => edit((now) => moveTransition(now, at, 1))}
            >
              <ArrowDown aria-hidden size={14} />
            </IconButton>
            <IconButton
              label={t('flow.removeWay')}
              onClick={() => edit((now) => removeTransition(now, node.id, transition.id))}
            >
              <Trash2 aria-hidden size={14} />
            </IconButton>
          </>
        )}
      </div>
      {own.map((fault) => (
        <p key={fault.code} dir="auto" className="px-3 pb-2 text-xs text-bad">
          {faultText(fault)}
        </p>
      ))}
      {isOpen && (
        <div className="flex flex-col gap-3 border-t border-line p-3">
          <OneTransition {...props} />
          {target && (
            <Button size="sm" className="self-start" onClick={() => onOpen(target.id)}>
              {t('flow.openNode', { node: nameOf(target) })}
            </Button>
          )}
        </div>
      )}
    </li>
  )
}

function OneTransition({ node, draft, edit, canEdit, transition }: LineProps) {
  const change = (changes: Partial<Transition>) =>
    edit(
      (now) => changeTransition(now, { nodeId: node.id, id: transition.id }, changes),
      `${transition.id} ${Object.keys(changes).join()}`,
    )
  const condition: Condition = transition.condition ?? { type: 'auto' }
  const setCondition = (next: Condition) => change({ condition: next })
  return (
    <>
      <Choice
        label={t('flow.target')}
        value={transition.targetNodeId ?? ''}
        disabled={!canEdit}
        options={[
          ['', t('flow.nowhere')],
          ...draft.nodes.map((one) => [one.id, nameOf(one)] as const),
        ]}
        onChange={(targetNodeId) => change({ targetNodeId })}
      />
      <TextControl
        label={t('field.name')}
        value={transition.name}
        disabled={!canEdit}
        onChange={(name) => change({ name })}
      />
      <Choice
        label={t('flow.when')}
        value={condition.type}
        disabled={!canEdit}
        options={conditionKinds.map((kind) => [kind, t(`flowCondition.${kind}`)] as const)}
        onChange={(type) => setCondition({ ...condition, type })}
      />
      {condition.type === 'natural_language' && (
        <TextControl
          label={t('flow.conditionPrompt')}
          hint={t('flow.conditionPromptHint')}
          long
          value={condition.prompt}
          disabled={!canEdit}
          onChange={(prompt) => setCondition({ ...condition, prompt })}
        />
      )}
      {condition.type === 'dtmf' && (
        <KeyChoice
          label={t('flow.key')}
          value={condition.key ?? ''}
          canEdit={canEdit}
          onChange={(key) => setCondition({ ...condition, key })}
        />
      )}
      {condition.type === 'structured_equation' && (
        <EquationFields condition={condition} canEdit={canEdit} onChange={setCondition} />
      )}
      <Check
        label={t('flow.enabled')}
        checked={transition.isEnabled !== false}
        disabled={!canEdit}
        onChange={({ target }) => change({ isEnabled: target.checked })}
      />
    </>
  )
}

const telephoneKeys = ['', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const

type KeyProps = {
  readonly label: string
  readonly value: string
  readonly canEdit: boolean
  readonly onChange: (key: string) => void
}

/** A key of a telephone. */
export function KeyChoice({ label, value, canEdit, onChange }: KeyProps) {
  return (
    <Choice
      label={label}
      value={value}
      disabled={!canEdit}
      options={telephoneKeys.map((key) => [key, key || t('flow.noKey')] as const)}
      onChange={onChange}
    />
  )
}

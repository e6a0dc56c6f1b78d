import type { VoiceAgent } from '@parley/contract'
import {
  ChartNetwork,
  CircleAlert,
  CircleCheck,
  Ellipsis,
  List,
  Plus,
  Redo2,
  Undo2,
  Workflow,
} from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { t } from '../../i18n/index.ts'
import { type Command, useCommands } from '../../shell/commands.ts'
import { Badge } from '../../ui/bits.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { tellProblem } from '../../ui/toast.ts'
import { addNode, findNode, positionOf } from './draft-rules.ts'
import { downloadFlow, readFlowFile } from './files.ts'
import { newId } from './new-id.ts'
import { SaveDialog } from './save-dialog.tsx'
import { addTransition } from './transition-rules.ts'
import type { Editing } from './use-draft.ts'
import type { Checked } from './use-flow-check.ts'
import { iconOf, kindText, nodeKinds } from './words.ts'

type ToolbarProps = {
  readonly agent: VoiceAgent
  readonly editing: Editing
  readonly checked: Checked
  readonly canEdit: boolean
  readonly view: string
  readonly selected: string | undefined
  readonly onView: (view: 'map' | 'list') => void
  readonly onSelect: (id: string | undefined) => void
  readonly onArranged: () => void
  readonly onReopen: () => void
  readonly onSaved: (agent: VoiceAgent) => void
}

/** What can be done to the flow as a whole. */
export function Toolbar(props: ToolbarProps) {
  const { agent, editing, checked, canEdit, view, onView } = props
  const [isSaving, setIsSaving] = useState(false)
  const arrange = useArrange(props)
  usePaletteCommands(editing, arrange)
  return (
    <>
      <CheckBadge checked={checked} />
      <IconButton
        label={view === 'list' ? t('flow.asMap') : t('flow.asList')}
        onClick={() => onView(view === 'list' ? 'map' : 'list')}
      >
        {view === 'list' ? <Workflow aria-hidden size={15} /> : <List aria-hidden size={15} />}
      </IconButton>
      {canEdit && (
        <>
          <IconButton label={t('action.undo')} disabled={!editing.canUndo} onClick={editing.undo}>
            <Undo2 aria-hidden size={15} className="rtl:-scale-x-100" />
          </IconButton>
          <IconButton label={t('flow.redo')} disabled={!editing.canRedo} onClick={editing.redo}>
            <Redo2 aria-hidden size={15} className="rtl:-scale-x-100" />
          </IconButton>
          <IconButton label={t('flow.arrange')} onClick={arrange}>
            <ChartNetwork aria-hidden size={15} />
          </IconButton>
        </>
      )}
      <FileMenu {...props} />
      {canEdit && (
        <>
          <AddMenu {...props} />
          <Button
            size="sm"
            look="primary"
            disabled={!editing.isDirty}
            onClick={() => setIsSaving(true)}
          >
            {t('action.save')}
          </Button>
        </>
      )}
      {isSaving && (
        <SaveDialog
          agent={agent}
          editing={editing}
          onReopen={props.onReopen}
          onSaved={props.onSaved}
          onClose={() => setIsSaving(false)}
        />
      )}
    </>
  )
}

function CheckBadge({ checked: { check, isCurrent } }: { readonly checked: Checked }) {
  if (!check) return null
  const count = check.problems.length
  return (
    <Badge tone={count > 0 ? 'bad' : 'good'} className={isCurrent ? '' : 'opacity-70'}>
      {count > 0 ? <CircleAlert aria-hidden size={12} /> : <CircleCheck aria-hidden size={12} />}
      <span role="status">{count > 0 ? t('flow.faultCount', { count }) : t('flow.works')}</span>
    </Badge>
  )
}

function useArrange({ editing, onArranged }: ToolbarProps): () => void {
  const { edit } = editing
  return useMemo(
    () => () => {
      void import('./arrange.ts').then(({ arrange }) => {
        edit(arrange)
        onArranged()
      })
    },
    [edit, onArranged],
  )
}

function usePaletteCommands({ undo, redo }: Editing, arrange: () => void): void {
  const commands = useMemo<readonly Command[]>(
    () => [
      { id: 'flow-undo', title: 'action.undo', group: 'commands.page', run: undo },
      { id: 'flow-redo', title: 'flow.redo', group: 'commands.page', run: redo },
      { id: 'flow-arrange', title: 'flow.arrange', group: 'commands.page', run: arrange },
    ],
    [undo, redo, arrange],
  )
  useCommands(commands)
}

/** Beside the last node, or after the chosen one and connected with it. */
const besidePx = { x: 360, y: 180 }

function AddMenu({ editing: { draft, edit }, selected, onSelect }: ToolbarProps) {
  return (
    <Menu
      trigger={
        <Button size="sm">
          <Plus aria-hidden size={14} />
          {t('flow.addNode')}
        </Button>
      }
    >
      {nodeKinds.map((kind) => {
        const Icon = iconOf(kind)
        return (
          <MenuItem
            key={kind}
            onSelect={() => {
              const id = newId('node')
              const from = findNode(draft, selected)
              const beside = from ?? draft.nodes.at(-1)
              const { x, y } = (beside && positionOf(beside)) ?? { x: -besidePx.x, y: 0 }
              const below = (from?.transitions ?? []).length * besidePx.y
              const position = { x: x + besidePx.x, y: y + below }
              edit((now) => {
                const added = addNode(now, { id, kind, label: kindText(kind), position })
                if (!from) return added
                return addTransition(added, { from: from.id, to: id, id: newId('transition') })
              })
              onSelect(id)
            }}
          >
            <Icon aria-hidden size={15} className="text-accent" />
            {kindText(kind)}
          </MenuItem>
        )
      })}
    </Menu>
  )
}

function FileMenu({ agent, editing: { draft, edit }, canEdit, onArranged }: ToolbarProps) {
  const picker = useRef<HTMLInputElement>(null)
  async function read(file: File): Promise<void> {
    const imported = await readFlowFile(file, draft.bindings)
    if (!imported) return tellProblem(t('flow.noFlowInFile'))
    edit(() => imported)
    onArranged()
  }
  return (
    <>
      <input
        ref={picker}
        type="file"
        accept=".json,application/json"
        className="hidden"
        aria-label={t('flow.import')}
        onChange={({ target }) => {
          const [file] = target.files ?? []
          if (file) void read(file)
          target.value = ''
        }}
      />
      <Menu
        trigger={
          <IconButton label={t('action.more', { name: agent.name })}>
            <Ellipsis aria-hidden size={15} />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => downloadFlow(draft, agent.name)}>{t('flow.export')}</MenuItem>
        {canEdit && (
          <MenuItem onSelect={() => picker.current?.click()}>{t('flow.import')}</MenuItem>
        )}
      </Menu>
    </>
  )
}

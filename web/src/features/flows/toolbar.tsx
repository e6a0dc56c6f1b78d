import type { VoiceAgent } from '@parley/contract'
import { ChartNetwork, CircleAlert, CircleCheck, List, Redo2, Undo2, Workflow } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { t } from '../../i18n/index.ts'
import { type Command, useCommands } from '../../shell/commands.ts'
import { Badge } from '../../ui/bits.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import type { AddMenuProps, FileMenuProps } from './menus.tsx'
import type { Editing } from './use-draft.ts'
import type { Checked } from './use-flow-check.ts'

const AddMenu = lazy(async () => ({ default: (await import('./menus.tsx')).AddMenu }))
const FileMenu = lazy(async () => ({ default: (await import('./menus.tsx')).FileMenu }))
const SaveDialog = lazy(async () => ({ default: (await import('./save-dialog.tsx')).SaveDialog }))

type ToolbarProps = AddMenuProps &
  FileMenuProps & {
    readonly checked: Checked
    readonly view: string
    readonly onView: (view: 'map' | 'list') => void
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
      <Suspense fallback={<span className="size-7" />}>
        <FileMenu {...props} />
      </Suspense>
      {canEdit && (
        <>
          <Suspense fallback={<span className="h-7 w-24" />}>
            <AddMenu {...props} />
          </Suspense>
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
        <Suspense>
          <SaveDialog
            agent={agent}
            editing={editing}
            onReopen={props.onReopen}
            onSaved={props.onSaved}
            onClose={() => setIsSaving(false)}
          />
        </Suspense>
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

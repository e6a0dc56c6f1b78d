import type { VoiceAgent } from '@parley/contract'
import { Ellipsis, Plus } from 'lucide-react'
import { useRef } from 'react'
import { t } from '../../i18n/index.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { tellProblem } from '../../ui/toast.ts'
import { addNode, findNode, positionOf } from './draft-rules.ts'
import { downloadFlow, readFlowFile } from './files.ts'
import { newId } from './new-id.ts'
import { addTransition } from './transition-rules.ts'
import type { Editing } from './use-draft.ts'
import { iconOf, kindText, nodeKinds } from './words.ts'

export type AddMenuProps = {
  readonly editing: Editing
  readonly selected: string | undefined
  readonly onSelect: (id: string | undefined) => void
}

export type FileMenuProps = {
  readonly agent: VoiceAgent
  readonly editing: Editing
  readonly canEdit: boolean
  readonly onArranged: () => void
}

/** Beside the last node, or after the chosen one and connected with it. */
const besidePx = { x: 360, y: 180 }

export function AddMenu({ editing: { draft, edit }, selected, onSelect }: AddMenuProps) {
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

export function FileMenu({ agent, editing, canEdit, onArranged }: FileMenuProps) {
  const { draft, edit } = editing
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

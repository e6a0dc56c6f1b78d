import { Plus, Trash2 } from 'lucide-react'
import { t } from '../../i18n/index.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import type { NodeProps } from './node-props.ts'
import { changeNode, type Draft } from './draft-rules.ts'
import type { Edit } from './use-draft.ts'
import { textOf } from './words.ts'

type Fields = Readonly<Record<string, unknown>>

type RowsProps = {
  readonly legend: string
  /** It stands above already. */
  readonly isTitled?: boolean
  readonly hint: string
  readonly rows: readonly Fields[]
  /** The second column, beside the name. */
  readonly second: string
  readonly secondLabel: string
  readonly canEdit: boolean
  readonly onChange: (rows: readonly Fields[], of: string) => void
}

/** Names, and something about each. */
function Rows({ legend, isTitled, hint, rows, second, secondLabel, ...more }: RowsProps) {
  const { canEdit, onChange } = more
  const set = (index: number, changes: Fields) =>
    onChange(
      rows.map((row, at) => (at === index ? { ...row, ...changes } : row)),
      `${index} ${Object.keys(changes).join()}`,
    )
  return (
    <fieldset className="flex flex-col gap-2" disabled={!canEdit}>
      <legend className={isTitled ? 'sr-only' : 'text-xs font-medium text-muted'}>{legend}</legend>
      <p className="text-xs text-faint">{hint}</p>
      {rows.map((row, index) => (
        <div key={index} className="flex items-center gap-1.5">
          <Input
            dir="ltr"
            aria-label={t('field.name')}
            placeholder={t('field.name')}
            className="w-2/5!"
            value={textOf(row.name)}
            onChange={({ target }) => set(index, { name: target.value })}
          />
          <Input
            dir="auto"
            aria-label={secondLabel}
            placeholder={secondLabel}
            value={textOf(row[second])}
            onChange={({ target }) => set(index, { [second]: target.value })}
          />
          <IconButton
            label={t('flow.removeVariable')}
            onClick={() =>
              onChange(
                rows.filter((_, at) => at !== index),
                'remove',
              )
            }
          >
            <Trash2 aria-hidden size={14} />
          </IconButton>
        </div>
      ))}
      <Button
        size="sm"
        className="self-start"
        onClick={() => onChange([...rows, { name: '', [second]: '' }], 'add')}
      >
        <Plus aria-hidden size={13} />
        {t('flow.addVariable')}
      </Button>
    </fieldset>
  )
}

/** What a node sets, without asking anybody. */
export function StaticVariables({ node, edit, canEdit }: NodeProps) {
  return (
    <Rows
      legend={t('flow.variables')}
      hint={t('flow.setVariablesHint')}
      rows={node.staticVariables ?? []}
      second="value"
      secondLabel={t('field.value')}
      canEdit={canEdit}
      onChange={(staticVariables, of) =>
        edit((draft) => changeNode(draft, node.id, { staticVariables }), `${node.id} set ${of}`)
      }
    />
  )
}

/** What a node finds out of what was said. */
export function ExtractedVariables({ node, edit, canEdit }: NodeProps) {
  const { variables } = node.extractVariables ?? {}
  return (
    <Rows
      legend={t('flow.extract')}
      isTitled
      hint={t('flow.extractHint')}
      rows={variables ?? []}
      second="extractionPrompt"
      secondLabel={t('flow.extractionPrompt')}
      canEdit={canEdit}
      onChange={(rows, of) => {
        const typed = rows.map((row) => ({ type: 'string', ...row }))
        const extractVariables = {
          ...node.extractVariables,
          enabled: rows.length > 0,
          variables: typed,
        }
        edit(
          (draft) => changeNode(draft, node.id, { extractVariables }),
          `${node.id} extract ${of}`,
        )
      }}
    />
  )
}

type FlowProps = { readonly draft: Draft; readonly edit: Edit; readonly canEdit: boolean }

/** What the flow knows from its beginning. */
export function FlowVariables({ draft, edit, canEdit }: FlowProps) {
  return (
    <Rows
      legend={t('flow.flowVariables')}
      hint={t('flow.flowVariablesHint')}
      rows={draft.customVariables.map(({ value, defaultValue, ...row }) => ({
        ...row,
        defaultValue: value ?? defaultValue ?? '',
      }))}
      second="defaultValue"
      secondLabel={t('flow.defaultValue')}
      canEdit={canEdit}
      onChange={(customVariables, of) =>
        edit((now) => ({ ...now, customVariables }), `flow variables ${of}`)
      }
    />
  )
}

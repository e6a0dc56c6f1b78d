import type { SavedView } from '@parley/contract'
import { type FormEvent, useState } from 'react'
import { useMay, useMe } from '../api/queries.ts'
import { t } from '../i18n/index.ts'
import { Button } from '../ui/button.tsx'
import { Confirm, Modal } from '../ui/dialog.tsx'
import { Check, Field, Input } from '../ui/field.tsx'
import { longestName } from './saved-views.ts'

/** What a dialog is open for: a new view, another name for one, or whether one is to go. */
export type Asked =
  | { readonly what: 'new' }
  | { readonly what: 'edit' | 'delete'; readonly view: SavedView }

type Fields = Pick<SavedView, 'name' | 'visibility'>

type DialogsProps = {
  readonly asked: Asked | undefined
  readonly views: readonly SavedView[]
  readonly onClose: () => void
  readonly onCreate: (fields: Fields) => void
  readonly onChange: (view: SavedView, fields: Fields) => void
  readonly onDelete: (view: SavedView) => void
}

export function SavedViewDialogs({ asked, views, onClose, ...changes }: DialogsProps) {
  const { onCreate, onChange, onDelete } = changes
  if (!asked) return null
  if (asked.what === 'new') return <ViewDialog views={views} onSave={onCreate} onClose={onClose} />
  const { view } = asked
  if (asked.what === 'edit') {
    const save = (fields: Fields) => onChange(view, fields)
    return <ViewDialog view={view} views={views} onSave={save} onClose={onClose} />
  }
  return (
    <Confirm
      open
      title={t('views.deleteTitle', { name: view.name })}
      description={t('views.deleteText')}
      action={t('action.delete')}
      onConfirm={() => {
        onClose()
        onDelete(view)
      }}
      onClose={onClose}
    />
  )
}

type ViewDialogProps = Pick<DialogsProps, 'views' | 'onClose'> & {
  readonly view?: SavedView
  readonly onSave: (fields: Fields) => void
}

function ViewDialog({ view, views, onSave, onClose }: ViewDialogProps) {
  const { user } = useMe()
  const mayShare = useMay('write')
  const [name, setName] = useState(view?.name ?? '')
  const [isShared, setIsShared] = useState(view?.visibility === 'workspace')
  const [error, setError] = useState<string>()
  const owner = view ? view.owner_id : user.id
  const isTaken = () =>
    views.some(
      (other) =>
        other !== view &&
        other.owner_id === owner &&
        other.name.toLowerCase() === name.trim().toLowerCase(),
    )
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (!name.trim()) return setError(t('mistake.too_small'))
    if (isTaken()) return setError(t('refusal.DUPLICATE_NAME'))
    onClose()
    onSave({ name: name.trim(), visibility: isShared ? 'workspace' : 'private' })
  }
  return (
    <Modal open title={t(view ? 'views.editTitle' : 'views.save')} onClose={onClose}>
      <form className="flex flex-col gap-4" onSubmit={save}>
        <Field label={t('views.name')} required error={error}>
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              dir="auto"
              maxLength={longestName}
              value={name}
              onChange={({ target }) => {
                setName(target.value)
                setError(undefined)
              }}
            />
          )}
        </Field>
        {/* Taken back by whoever shared it. */}
        {mayShare && owner === user.id && (
          <Check
            label={t('views.share')}
            hint={t('views.shareHint')}
            checked={isShared}
            onChange={({ target }) => setIsShared(target.checked)}
          />
        )}
        <Button look="primary" type="submit" className="self-end">
          {t('action.save')}
        </Button>
      </form>
    </Modal>
  )
}

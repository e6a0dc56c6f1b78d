import type { ConversationInFull } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Ellipsis, PencilLine, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { t } from '../../i18n/index.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Confirm, Modal } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { Refused } from '../../ui/states.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { forgetRecording } from './uploads.ts'

type MenuProps = { readonly conversation: ConversationInFull }

/** What can be done with the recording of a conversation. */
export function RecordingMenu({ conversation }: MenuProps) {
  const [canWrite, canDelete] = [useMay('write'), useMay('delete')]
  const [open, setOpen] = useState<'rename' | 'delete'>()
  const close = () => setOpen(undefined)
  const { recording } = conversation.media
  if (!recording || !(canWrite || canDelete)) return null
  const trigger = (
    <IconButton label={t('recording.menu')}>
      <Ellipsis aria-hidden size={16} />
    </IconButton>
  )
  const props = { conversation, id: recording.id, onClose: close }
  return (
    <>
      <Menu trigger={trigger}>
        {canWrite && (
          <MenuItem onSelect={() => setOpen('rename')}>
            <PencilLine aria-hidden size={14} />
            {t('recording.rename')}
          </MenuItem>
        )}
        {canDelete && (
          <MenuItem danger onSelect={() => setOpen('delete')}>
            <Trash2 aria-hidden size={14} />
            {t('recording.delete')}
          </MenuItem>
        )}
      </Menu>
      {open === 'rename' && <Rename {...props} />}
      {open === 'delete' && <Delete {...props} />}
    </>
  )
}

type DialogProps = MenuProps & { readonly id: string; readonly onClose: () => void }

/** Shown at once, and as it was again when the server refuses. */
function Rename({ conversation, id, onClose }: DialogProps) {
  const cache = useQueryClient()
  const [title, setTitle] = useState(conversation.title)
  const key = ['conversations', 'one', conversation.id]
  const show = (shown: string) =>
    cache.setQueryData<ConversationInFull>(key, (full) => full && { ...full, title: shown })
  const rename = useMutation({
    mutationFn: (wanted: string) => parley.recordings.update(id, { title: wanted }),
    onMutate: show,
    onError(error) {
      show(conversation.title)
      tellFailure(error)
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['conversations'] }),
  })
  return (
    <Modal open onClose={onClose} title={t('recording.renameTitle')}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (title.trim() !== conversation.title) rename.mutate(title.trim())
          onClose()
        }}
      >
        <Field label={t('field.title')} required>
          {(ids) => (
            <Input
              {...ids}
              dir="auto"
              className="rtl:text-right"
              maxLength={500}
              value={title}
              onChange={({ target }) => setTitle(target.value)}
            />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" type="submit" disabled={!title.trim()}>
            {t('action.save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function Delete({ conversation, id, onClose }: DialogProps) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  // Made for the recording, it goes with it; a call or meeting stays.
  const isAll = conversation.kind === 'recording' && conversation.source === 'upload'
  const remove = useMutation({
    mutationFn: () => parley.recordings.delete(id),
    async onSuccess() {
      forgetRecording(id)
      tell(t('recording.deleted'))
      onClose()
      if (isAll) await navigate({ to: '/conversations' })
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['conversations'] }),
  })
  return (
    <Confirm
      open
      onClose={onClose}
      title={t('recording.deleteTitle', { title: conversation.title })}
      description={t(isAll ? 'recording.deleteText' : 'recording.deleteKeepText')}
      action={t('recording.delete')}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      <Refused error={remove.error} />
    </Confirm>
  )
}

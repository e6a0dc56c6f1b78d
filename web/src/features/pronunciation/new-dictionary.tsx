import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import { nameLength } from './limits.ts'

/** Asks for a name, and opens what was made. */
export function NewDictionary({ onClose }: { readonly onClose: () => void }) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const create = useMutation({
    mutationFn: () => parley.voiceDictionaries.create({ name: name.trim() }),
    onSuccess({ id }) {
      void cache.invalidateQueries({ queryKey: ['voice-dictionaries'] })
      void navigate({ to: '/pronunciation/$id', params: { id } })
    },
  })
  return (
    <Modal
      open
      onClose={onClose}
      title={t('pronunciation.new')}
      description={t('pronunciation.newText')}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate()
        }}
      >
        <Field label={t('field.name')} required>
          {(ids) => (
            <Input
              {...ids}
              dir="auto"
              required
              maxLength={nameLength}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <Refused error={create.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" type="submit" disabled={create.isPending || !name.trim()}>
            {t('pronunciation.create')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

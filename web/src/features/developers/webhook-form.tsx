import type { Webhook } from '@parley/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Check, Field, Input } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import { tell } from '../../ui/toast.ts'
import { Secret } from './secret.tsx'

export const eventTypesQuery = {
  queryKey: ['event-types'],
  queryFn: () => parley.webhooks.eventTypes(),
  staleTime: Number.POSITIVE_INFINITY,
}

type FormProps = { readonly webhook?: Webhook; readonly onClose: () => void }

/** Creates a webhook and shows its secret, or changes one. */
export function WebhookForm({ webhook, onClose }: FormProps) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const [url, setUrl] = useState(webhook?.url ?? '')
  const [description, setDescription] = useState(webhook?.description ?? '')
  const [events, setEvents] = useState<readonly string[]>(webhook?.events ?? ['*'])
  const save = useMutation({
    async mutationFn() {
      const body = { url, description, events: [...events] }
      if (!webhook) return parley.webhooks.create(body)
      await parley.webhooks.update(webhook.id, body)
      return undefined
    },
    onSuccess(made) {
      void cache.invalidateQueries({ queryKey: ['webhooks'] })
      tell(t('form.saved'))
      if (!made) onClose()
    },
  })
  const made = save.data
  if (made) {
    const show = () => void navigate({ to: '/developers/webhooks/$id', params: { id: made.id } })
    return (
      <Modal open onClose={show} title={t('webhooks.made')} description={t('webhooks.madeText')}>
        <Secret label={t('webhooks.secret')} secret={made.secret} />
        <div className="mt-4 flex justify-end">
          <Button look="primary" onClick={show}>
            {t('webhooks.goOn')}
          </Button>
        </div>
      </Modal>
    )
  }
  return (
    <Modal open onClose={onClose} title={webhook ? t('webhooks.edit') : t('webhooks.new')} wide>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <Field label={t('webhooks.url')} hint={t('webhooks.urlHint')} required>
          {(ids) => (
            <Input
              {...ids}
              type="url"
              dir="ltr"
              required
              value={url}
              onChange={({ target }) => setUrl(target.value)}
            />
          )}
        </Field>
        <Field label={t('field.description')}>
          {(ids) => (
            <Input
              {...ids}
              value={description}
              onChange={({ target }) => setDescription(target.value)}
            />
          )}
        </Field>
        <EventPicker events={events} onChange={setEvents} />
        <Refused error={save.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" type="submit" disabled={save.isPending || events.length === 0}>
            {webhook ? t('action.save') : t('action.create')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

type PickerProps = {
  readonly events: readonly string[]
  readonly onChange: (events: readonly string[]) => void
}

/** All, or all of one kind of thing, or some by name. */
function EventPicker({ events, onChange }: PickerProps) {
  const types = useQuery(eventTypesQuery)
  const isAll = events.includes('*')
  const toggle = (name: string, on: boolean) =>
    onChange(on ? [...events, name] : events.filter((other) => other !== name))
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-xs font-medium text-muted">{t('webhooks.events')}</legend>
      <Check
        label={t('webhooks.allEvents')}
        checked={isAll}
        onChange={({ target }) => onChange(target.checked ? ['*'] : [])}
      />
      {!isAll && (
        <div className="grid max-h-64 gap-x-4 gap-y-1.5 overflow-y-auto rounded-md border border-line p-3 sm:grid-cols-2">
          {types.data?.map(({ name, description }) => (
            <Check
              key={name}
              label={name}
              title={description}
              dir="ltr"
              checked={events.includes(name)}
              onChange={({ target }) => toggle(name, target.checked)}
            />
          ))}
        </div>
      )}
    </fieldset>
  )
}

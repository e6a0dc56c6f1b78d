import type { SentDelivery, Webhook } from '@parley/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import { Attempt } from './attempt.tsx'
import { eventTypesQuery } from './webhook-form.tsx'

/** Sends an example of an event and shows what came back. */
export function TestWebhook({ webhook }: { readonly webhook: Webhook }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button size="sm" onClick={() => setIsOpen(true)}>
        <Send aria-hidden size={13} />
        {t('webhooks.test')}
      </Button>
      {isOpen && <TestDialog webhook={webhook} onClose={() => setIsOpen(false)} />}
    </>
  )
}

type EventName = Parameters<typeof parley.webhooks.test>[1]['event']

type DialogProps = { readonly webhook: Webhook; readonly onClose: () => void }

function TestDialog({ webhook, onClose }: DialogProps) {
  const cache = useQueryClient()
  const types = useQuery(eventTypesQuery)
  const [event, setEvent] = useState('contact.created')
  const test = useMutation<SentDelivery>({
    mutationFn: () => parley.webhooks.test(webhook.id, { event: event as EventName }),
    onSettled: () => cache.invalidateQueries({ queryKey: ['webhooks'] }),
  })
  return (
    <Modal
      open
      onClose={onClose}
      title={t('webhooks.test')}
      description={t('webhooks.testText')}
      wide
    >
      <form
        className="flex items-end gap-2"
        onSubmit={(submitted) => {
          submitted.preventDefault()
          test.mutate()
        }}
      >
        <Field label={t('webhooks.event')} className="flex-1">
          {(ids) => (
            <Select
              {...ids}
              dir="ltr"
              value={event}
              onChange={({ target }) => setEvent(target.value)}
            >
              {types.data?.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          )}
        </Field>
        <Button look="primary" type="submit" disabled={test.isPending}>
          {t('webhooks.send')}
        </Button>
      </form>
      <div className="mt-4 flex flex-col gap-3">
        <Refused error={test.error} />
        {test.data && <Attempt attempt={test.data.attempt} />}
      </div>
    </Modal>
  )
}

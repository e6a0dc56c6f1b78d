import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import { tell } from '../../ui/toast.ts'
import {
  bodyOf,
  type CarrierType,
  carrierTypes,
  emptyNumber,
  type NumberDraft,
} from './number-draft.ts'
import { SipFields } from './sip-fields.tsx'
import { TextField } from './text-field.tsx'

/** A number with what its carrier lets us in by, which nobody is shown again. */
export function AddNumber({ onClose }: { readonly onClose: () => void }) {
  const cache = useQueryClient()
  const [type, setType] = useState<CarrierType>('TWILIO')
  const [draft, setDraft] = useState(emptyNumber)
  const change = (changes: Partial<NumberDraft>) => setDraft({ ...draft, ...changes })
  const add = useMutation({
    mutationFn: () => parley.phoneNumbers.add(bodyOf(type, draft)),
    onSuccess() {
      tell(t('numbers.added'))
      void cache.invalidateQueries({ queryKey: ['phone-numbers'] })
      onClose()
    },
  })
  return (
    <Modal open onClose={onClose} title={t('numbers.add')}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate()
        }}
      >
        <Field label={t('numbers.carrier')} hint={t(`numberTypeHint.${type}`)}>
          {(ids) => (
            <Select
              {...ids}
              value={type}
              onChange={({ target }) => setType(target.value as CarrierType)}
            >
              {carrierTypes.map((one) => (
                <option key={one} value={one}>
                  {t(`numberType.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <TextField
          label={t('numbers.number')}
          hint={t('numbers.numberHint')}
          required
          value={draft.phoneNumber}
          onChange={(phoneNumber) => change({ phoneNumber })}
        />
        <TextField
          label={t('numbers.label')}
          value={draft.label}
          onChange={(label) => change({ label })}
        />
        {type === 'TWILIO' && (
          <>
            <TextField
              label={t('numbers.accountSid')}
              required
              value={draft.accountSid}
              onChange={(accountSid) => change({ accountSid })}
            />
            <TextField
              label={t('numbers.authToken')}
              hint={t('numbers.secretHint')}
              required
              isSecret
              value={draft.authToken}
              onChange={(authToken) => change({ authToken })}
            />
          </>
        )}
        {type === 'SIP' && <SipFields draft={draft} change={change} />}
        <Refused error={add.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" type="submit" disabled={add.isPending}>
            {t('numbers.add')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

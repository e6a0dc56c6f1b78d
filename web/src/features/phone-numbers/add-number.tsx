import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { parley } from '../../api/client.ts'
import { t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import { tell } from '../../ui/toast.ts'

type NewNumber = Parameters<typeof parley.phoneNumbers.add>[0]

const types = ['TWILIO', 'SIP', 'SIMULATED'] as const
type Type = (typeof types)[number]
const transports = ['UDP', 'TCP', 'TLS'] as const

/** Everything as it is typed. */
const empty = {
  phoneNumber: '',
  label: '',
  accountSid: '',
  authToken: '',
  address: '',
  transport: 'UDP',
  username: '',
  password: '',
}
type Typed = typeof empty

function bodyOf(type: Type, typed: Typed): NewNumber {
  const { phoneNumber, label, accountSid, authToken, address, username, password } = typed
  const common = { phoneNumber, ...(label.trim() !== '' && { label: label.trim() }) }
  switch (type) {
    case 'TWILIO':
      return { ...common, type, twilioAccountSid: accountSid.trim(), twilioAuthToken: authToken }
    case 'SIP':
      return {
        ...common,
        type,
        sipOutboundConfigs: {
          address: address.trim(),
          transportType: typed.transport,
          username: username.trim() || null,
          password: password || null,
        },
      }
    case 'SIMULATED':
      return { ...common, type }
  }
}

/** A number with what its carrier lets us in by, which nobody is shown again. */
export function AddNumber({ onClose }: { readonly onClose: () => void }) {
  const cache = useQueryClient()
  const [type, setType] = useState<Type>('TWILIO')
  const [typed, setTyped] = useState(empty)
  const add = useMutation({
    mutationFn: () => parley.phoneNumbers.add(bodyOf(type, typed)),
    onSuccess() {
      tell(t('numbers.added'))
      void cache.invalidateQueries({ queryKey: ['phone-numbers'] })
      onClose()
    },
  })
  const props = (name: keyof Typed) => ({
    value: typed[name],
    onChange: (value: string) => setTyped({ ...typed, [name]: value }),
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
              onChange={({ target }) => setType(target.value as Type)}
            >
              {types.map((one) => (
                <option key={one} value={one}>
                  {t(`numberType.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Text label={t('numbers.number')} hint={t('numbers.numberHint')} required {...props('phoneNumber')} />
        <Text label={t('numbers.label')} {...props('label')} />
        {type === 'TWILIO' && (
          <>
            <Text label={t('numbers.accountSid')} required {...props('accountSid')} />
            <Text
              label={t('numbers.authToken')}
              hint={t('numbers.secretHint')}
              required
              isSecret
              {...props('authToken')}
            />
          </>
        )}
        {type === 'SIP' && (
          <>
            <Text
              label={t('numbers.sipAddress')}
              hint={t('numbers.sipAddressHint')}
              required
              {...props('address')}
            />
            <Field label={t('numbers.transport')}>
              {(ids) => (
                <Select
                  {...ids}
                  value={typed.transport}
                  onChange={({ target }) => setTyped({ ...typed, transport: target.value })}
                >
                  {transports.map((one) => (
                    <option key={one}>{one}</option>
                  ))}
                </Select>
              )}
            </Field>
            <Text label={t('tools.username')} {...props('username')} />
            <Text
              label={t('tools.password')}
              hint={t('numbers.secretHint')}
              isSecret
              {...props('password')}
            />
          </>
        )}
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

type TextProps = {
  readonly label: string
  readonly hint?: ReactNode
  readonly required?: boolean
  readonly isSecret?: boolean
  readonly value: string
  readonly onChange: (value: string) => void
}

function Text({ label, hint, required, isSecret, value, onChange }: TextProps) {
  return (
    <Field label={label} hint={hint} required={required}>
      {(ids) => (
        <Input
          {...ids}
          dir="ltr"
          type={isSecret ? 'password' : 'text'}
          autoComplete={isSecret ? 'new-password' : 'off'}
          required={required}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}

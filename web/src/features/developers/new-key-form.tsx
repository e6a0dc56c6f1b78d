import type { NewApiKey } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Check, Field, Input, Select } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'

const permissions = ['read', 'write', 'delete', 'admin'] as const
type Permission = (typeof permissions)[number]
const lifetimesDays = [30, 90, 365] as const

type FormProps = { readonly onClose: () => void; readonly onMade: (key: NewApiKey) => void }

export function NewKeyForm({ onClose, onMade }: FormProps) {
  const cache = useQueryClient()
  const isAdmin = useMay('admin')
  const [name, setName] = useState('')
  const [days, setDays] = useState('')
  const [chosen, setChosen] = useState<readonly Permission[]>(['read'])
  const create = useMutation({
    mutationFn: () =>
      parley.apiKeys.create({
        name,
        permissions: [...chosen],
        ...(days && { expires_in_days: Number(days) }),
      }),
    onSuccess: onMade,
    onSettled: () => cache.invalidateQueries({ queryKey: ['api-keys'] }),
  })
  const toggle = (permission: Permission, on: boolean) =>
    setChosen(on ? [...chosen, permission] : chosen.filter((other) => other !== permission))
  return (
    <Modal open onClose={onClose} title={t('keys.new')}>
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
              required
              maxLength={100}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1.5 text-xs font-medium text-muted">{t('keys.permissions')}</legend>
          {permissions
            .filter((permission) => permission !== 'admin' || isAdmin)
            .map((permission) => (
              <Check
                key={permission}
                label={t(`permission.${permission}`)}
                hint={t(`permission.${permission}_hint`)}
                checked={chosen.includes(permission)}
                onChange={({ target }) => toggle(permission, target.checked)}
              />
            ))}
        </fieldset>
        <Field label={t('keys.lifetime')}>
          {(ids) => (
            <Select {...ids} value={days} onChange={({ target }) => setDays(target.value)}>
              <option value="">{t('keys.forever')}</option>
              {lifetimesDays.map((count) => (
                <option key={count} value={count}>
                  {t('length.days', { count })}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Refused error={create.error} />
        <Button
          look="primary"
          type="submit"
          className="self-end"
          disabled={create.isPending || chosen.length === 0}
        >
          {t('action.create')}
        </Button>
      </form>
    </Modal>
  )
}

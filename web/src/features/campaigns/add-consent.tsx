import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { parley } from '../../api/client.ts'
import { today } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Field, type FieldIds, Input, Textarea } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import { tell } from '../../ui/toast.ts'

const nothing = { phoneNumber: '', kind: '', source: '', text: '', on: '' }
type Wish = typeof nothing

/** Records that somebody agreed to be called. */
export function AddConsent({ onClose }: { readonly onClose: () => void }) {
  const cache = useQueryClient()
  const [wish, setWish] = useState<Wish>(nothing)
  const add = useMutation({
    mutationFn: () => parley.callingConsents.add(bodyOf(wish)),
    onSuccess() {
      tell(t('consents.added'))
      onClose()
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['calling-consents'] }),
  })
  const { phoneNumber, kind, source } = wish
  return (
    <Modal open onClose={onClose} title={t('consents.add')} description={t('consents.addText')}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate()
        }}
      >
        <Fields
          wish={wish}
          onChange={(changes) => setWish((before) => ({ ...before, ...changes }))}
        />
        <Refused error={add.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            look="primary"
            type="submit"
            disabled={add.isPending || ![phoneNumber, kind, source].every((one) => one.trim())}
          >
            {t('consents.addAction')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

/** A day begins at midnight of the clock of whoever reads. */
function bodyOf({ phoneNumber, kind, source, text, on }: Wish) {
  return {
    phoneNumber: phoneNumber.trim(),
    kind: kind.trim(),
    source: source.trim(),
    ...(text.trim() && { text: text.trim() }),
    ...(on && { at: new Date(`${on}T00:00:00`).toISOString() }),
  }
}

type FieldsProps = { readonly wish: Wish; readonly onChange: (changes: Partial<Wish>) => void }

function Fields({ wish, onChange }: FieldsProps) {
  const control =
    (name: keyof Wish, more: { readonly maxLength?: number; readonly dir?: 'auto' | 'ltr' }) =>
    (ids: FieldIds): ReactNode => (
      <Input
        {...ids}
        dir="auto"
        {...more}
        value={wish[name]}
        onChange={({ target }) => onChange({ [name]: target.value })}
      />
    )
  return (
    <>
      <Field label={t('consents.number')} hint={t('consents.numberHint')} required>
        {control('phoneNumber', { maxLength: 100, dir: 'ltr' })}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('consent.kind')} hint={t('consent.kindHint')} required>
          {control('kind', { maxLength: 100 })}
        </Field>
        <Field label={t('consents.on')} hint={t('consents.onHint')}>
          {(ids) => (
            <Input
              {...ids}
              type="date"
              max={today()}
              value={wish.on}
              onChange={({ target }) => onChange({ on: target.value })}
            />
          )}
        </Field>
      </div>
      <Field label={t('consent.source')} hint={t('consent.sourceHint')} required>
        {control('source', { maxLength: 500 })}
      </Field>
      <Field label={t('consents.text')} hint={t('consents.textHint')}>
        {(ids) => (
          <Textarea
            {...ids}
            dir="auto"
            rows={3}
            maxLength={5_000}
            value={wish.text}
            onChange={({ target }) => onChange({ text: target.value })}
          />
        )}
      </Field>
    </>
  )
}

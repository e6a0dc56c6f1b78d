import type { Scorecard } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { parley } from '../../../api/client.ts'
import { t } from '../../../i18n/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Modal } from '../../../ui/dialog.tsx'
import { Field, Input, Select } from '../../../ui/field.tsx'
import { Refused } from '../../../ui/states.tsx'

type DialogProps = {
  readonly scorecards: readonly Scorecard[]
  /** Id of the one to copy. */
  readonly from: string | undefined
  readonly onClose: () => void
}

/** An empty scorecard, or a copy of another one; it is filled on its own screen. */
export function NewScorecardDialog({ scorecards, from, onClose }: DialogProps) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const source = scorecards.find(({ id }) => id === from)
  const [copyOf, setCopyOf] = useState(source?.id ?? '')
  const [name, setName] = useState(source ? t('scorecards.copyName', { name: source.name }) : '')
  const create = useMutation({
    mutationFn: () =>
      parley.scorecards.create({ name: name.trim(), ...(copyOf && { copy_of: copyOf }) }),
    async onSuccess({ id }) {
      void cache.invalidateQueries({ queryKey: ['scorecards'] })
      await navigate({ to: '/settings/analysis/scorecards/$id', params: { id } })
    },
  })
  const title = source ? t('scorecards.copyTitle', { name: source.name }) : t('scorecards.new')
  return (
    <Modal open onClose={onClose} title={title}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim()) create.mutate()
        }}
      >
        <Field label={t('field.name')} required>
          {(ids) => (
            <Input
              {...ids}
              dir="auto"
              required
              maxLength={200}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <Field label={t('scorecards.startFrom')}>
          {(ids) => (
            <Select {...ids} value={copyOf} onChange={({ target }) => setCopyOf(target.value)}>
              <option value="">{t('scorecards.empty')}</option>
              {scorecards.map(({ id, name: other }) => (
                <option key={id} value={id}>
                  {other}
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
          disabled={create.isPending || !name.trim()}
        >
          {t('action.create')}
        </Button>
      </form>
    </Modal>
  )
}

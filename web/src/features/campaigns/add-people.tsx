import type { Campaign } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Refused } from '../../ui/states.tsx'
import { addPeople } from './create-campaign.ts'
import { hasNumbers, type People } from './people.ts'
import { PeopleFields } from './people-fields.tsx'

type AddProps = { readonly campaign: Campaign; readonly onClose: () => void }

/** More people for a campaign that is there; what came of each row stands above its progress then. */
export function AddPeople({ campaign: { id, status }, onClose }: AddProps) {
  const cache = useQueryClient()
  const [, setSearch] = useUrl()
  const [people, setPeople] = useState<People>()
  const [typed, setTyped] = useState('')
  const add = useMutation({
    mutationFn: (who: People) => addPeople(id, who, typed),
    onSuccess(importId) {
      setSearch({ import: importId })
      onClose()
    },
    // Of a file that broke off in the middle the beginning is there.
    onSettled: () => void cache.invalidateQueries({ queryKey: ['campaigns'] }),
  })
  const isReady = hasNumbers(people)
  return (
    <Modal
      open
      onClose={onClose}
      wide
      title={t('recipients.add')}
      description={status === 'RUNNING' ? t('recipients.addRunning') : t('recipients.addText')}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) add.mutate(people)
        }}
      >
        <PeopleFields
          people={people}
          typed={typed}
          onChange={(next, text) => {
            setPeople(next)
            setTyped(text)
          }}
        />
        <Refused error={add.error} />
        <div className="flex items-center justify-end gap-2">
          <span className="figures me-auto text-xs text-muted">
            {isReady && t('recipients.rows', { count: formatNumber(people.table.rows.length) })}
          </span>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" type="submit" disabled={add.isPending || !isReady}>
            {add.isPending ? t('recipients.adding') : t('recipients.addAction')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

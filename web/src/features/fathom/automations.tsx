import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Copy } from 'lucide-react'
import { parley } from '../../api/client.ts'
import { t } from '../../i18n/index.ts'
import { Card } from '../../ui/bits.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import { copy } from '../../ui/toast.ts'

/** Addresses for Zapier, Make and IFTTT, with a secret in them. */
export function Automations({ hasDoor }: { readonly hasDoor: boolean }) {
  const cache = useQueryClient()
  const make = useMutation({
    mutationFn: () => parley.fathom.createDoor(),
    onSettled: () => cache.invalidateQueries({ queryKey: ['fathom'] }),
  })
  return (
    <Card title={t('doors.title')}>
      <div className="flex flex-col gap-3">
        <p className="text-muted">{t('doors.text')}</p>
        {make.data && (
          <>
            <p className="rounded-md bg-warn-soft px-3 py-2 text-warn">{t('developers.once')}</p>
            <Address label={t('doors.fathom')} value={make.data.fathom_url} />
            <Address label={t('doors.meetings')} value={make.data.meetings_webhook_url} />
            <Address label={t('doors.secret')} value={make.data.signing_secret} />
          </>
        )}
        <Refused error={make.error} />
        <Button className="self-start" disabled={make.isPending} onClick={() => make.mutate()}>
          {hasDoor ? t('doors.renew') : t('doors.make')}
        </Button>
      </div>
    </Card>
  )
}

function Address({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <Field label={label}>
      {({ id }) => (
        <div className="flex items-center gap-2">
          <Input id={id} readOnly dir="ltr" className="font-mono" value={value} />
          <IconButton label={t('action.copy')} onClick={() => void copy(value)}>
            <Copy aria-hidden size={15} />
          </IconButton>
        </div>
      )}
    </Field>
  )
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import { signalKinds } from './signal-kinds.ts'

/** What somebody heard themselves, with the words that were said. */
export function NewSignal({ conversationId }: { readonly conversationId: string }) {
  const cache = useQueryClient()
  const [kind, setKind] = useState<string>(signalKinds[0])
  const [quote, setQuote] = useState('')
  const add = useMutation({
    mutationFn: () => parley.signals.add(conversationId, { kind, quote: quote.trim() }),
    onSuccess: () => setQuote(''),
    onSettled: () =>
      cache.invalidateQueries({ queryKey: ['conversations', 'one', conversationId] }),
  })
  return (
    <form
      aria-label={t('signals.new')}
      className="flex flex-col gap-3 border-t border-line pt-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (quote.trim()) add.mutate()
      }}
    >
      <Field label={t('signals.kind')}>
        {(ids) => (
          <Select {...ids} value={kind} onChange={({ target }) => setKind(target.value)}>
            {signalKinds.map((one) => (
              <option key={one} value={one}>
                {t(`signal.${one}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t('signals.quote')} hint={t('signals.quoteHint')} required>
        {(ids) => (
          <Input
            {...ids}
            dir="auto"
            value={quote}
            onChange={({ target }) => setQuote(target.value)}
          />
        )}
      </Field>
      <Refused error={add.error} />
      <Button type="submit" className="self-end" disabled={!quote.trim() || add.isPending}>
        {t('signals.add')}
      </Button>
    </form>
  )
}

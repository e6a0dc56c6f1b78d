import type { AddedDoNotCall } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Field, Input, Textarea } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'

/** Adds numbers that are typed, or a file of them, and tells what came of each. */
export function AddNumbers({ onClose }: { readonly onClose: () => void }) {
  const cache = useQueryClient()
  const [text, setText] = useState('')
  const [file, setFile] = useState<File>()
  const [note, setNote] = useState('')
  const add = useMutation({
    mutationFn: async () =>
      parley.doNotCall.add({
        ...(file ? { csv: await file.text() } : { phoneNumbers: numbersIn(text) }),
        ...(note.trim() && { note: note.trim() }),
      }),
    onSettled: () => cache.invalidateQueries({ queryKey: ['do-not-call'] }),
  })
  const isEmpty = !file && numbersIn(text).length === 0
  return (
    <Modal open onClose={onClose} title={t('doNotCall.add')} description={t('doNotCall.addText')}>
      {add.data ? (
        <Added added={add.data} onClose={onClose} />
      ) : (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            add.mutate()
          }}
        >
          <Field label={t('doNotCall.numbers')} hint={t('doNotCall.numbersHint')}>
            {(ids) => (
              <Textarea
                {...ids}
                rows={5}
                dir="ltr"
                className="font-mono text-xs"
                disabled={file !== undefined}
                value={text}
                onChange={({ target }) => setText(target.value)}
              />
            )}
          </Field>
          <Field label={t('doNotCall.file')} hint={t('doNotCall.fileHint')}>
            {(ids) => (
              <Input
                {...ids}
                type="file"
                accept=".csv,.txt,text/csv"
                onChange={({ target }) => setFile(target.files?.[0])}
              />
            )}
          </Field>
          <Field label={t('doNotCall.note')}>
            {(ids) => (
              <Input
                {...ids}
                maxLength={500}
                dir="auto"
                value={note}
                onChange={({ target }) => setNote(target.value)}
              />
            )}
          </Field>
          <Refused error={add.error} />
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>{t('action.cancel')}</Button>
            <Button look="primary" type="submit" disabled={add.isPending || isEmpty}>
              {t('doNotCall.addAction')}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  )
}

/** Lines, or what commas and semicolons divide. */
function numbersIn(text: string): string[] {
  return text
    .split(/[\n,;]+/)
    .map((number) => number.trim())
    .filter(Boolean)
}

type AddedProps = { readonly added: AddedDoNotCall; readonly onClose: () => void }

function Added({ added: { added, duplicates, rejected, problems }, onClose }: AddedProps) {
  return (
    <div className="figures flex flex-col gap-3">
      <p role="status">
        {t('doNotCall.added', {
          added: formatNumber(added),
          duplicates: formatNumber(duplicates),
          rejected: formatNumber(rejected),
        })}
      </p>
      {problems.length > 0 && (
        <ul
          className="max-h-56 overflow-y-auto rounded-md border border-line px-3 py-2 text-xs"
          tabIndex={0}
          aria-label={t('recipients.rejected')}
        >
          {problems.map(({ row, phoneNumber, message }) => (
            <li key={row} className="flex gap-3 py-0.5">
              <span className="w-20 shrink-0 text-faint">
                {t('recipients.rowNumber', { number: formatNumber(row) })}
              </span>
              <bdi className="w-32 shrink-0 truncate" dir="ltr">
                {phoneNumber}
              </bdi>
              <span dir="auto">{message}</span>
            </li>
          ))}
        </ul>
      )}
      <Button look="primary" className="self-end" onClick={onClose}>
        {t('action.close')}
      </Button>
    </div>
  )
}

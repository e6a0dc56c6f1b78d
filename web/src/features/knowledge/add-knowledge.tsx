import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { parley } from '../../api/client.ts'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Field, Input, Textarea } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import { tell } from '../../ui/toast.ts'
import { UploadFiles } from './upload-files.tsx'

type AddProps = { readonly kind: 'TEXT' | 'FILE' | 'URL'; readonly onClose: () => void }

/** A text, files, or pages of the web. */
export function AddKnowledge({ kind, onClose }: AddProps) {
  return (
    <Modal open onClose={onClose} title={t(`knowledgeAdd.${kind}`)} wide={kind === 'TEXT'}>
      {kind === 'TEXT' && <TextForm onClose={onClose} />}
      {kind === 'FILE' && <UploadFiles onClose={onClose} />}
      {kind === 'URL' && <PagesForm onClose={onClose} />}
    </Modal>
  )
}

type NewItem = Parameters<typeof parley.knowledge.create>[0]['items'][number]

function useAdd(onClose: () => void) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (item: NewItem) => parley.knowledge.create({ items: [item] }),
    onSuccess() {
      tell(t('knowledge.added'))
      void cache.invalidateQueries({ queryKey: ['knowledge'] })
      onClose()
    },
  })
}

type FormProps = {
  readonly error: unknown
  readonly isBusy: boolean
  readonly onSubmit: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

function Form({ error, isBusy, onSubmit, onClose, children }: FormProps) {
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {children}
      <Refused error={error} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button look="primary" type="submit" disabled={isBusy}>
          {t('knowledge.addAction')}
        </Button>
      </div>
    </form>
  )
}

const shortestText = 50
const longestText = 5_000

function TextForm({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('')
  const [content, setContent] = useState('')
  const add = useAdd(onClose)
  const submit = () =>
    add.mutate({ type: 'TEXT', content, ...(name.trim() !== '' && { itemName: name.trim() }) })
  return (
    <Form error={add.error} isBusy={add.isPending} onSubmit={submit} onClose={onClose}>
      <NameField name={name} onChange={setName} />
      <Field
        label={t('knowledge.text')}
        required
        hint={t('knowledge.textHint', {
          count: formatNumber(content.trim().length),
          least: formatNumber(shortestText),
          most: formatNumber(longestText),
        })}
      >
        {(ids) => (
          <Textarea
            {...ids}
            dir="auto"
            rows={10}
            required
            minLength={shortestText}
            maxLength={longestText}
            value={content}
            onChange={({ target }) => setContent(target.value)}
          />
        )}
      </Field>
    </Form>
  )
}

/** One address a line. */
function PagesForm({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('')
  const [text, setText] = useState('')
  const add = useAdd(onClose)
  const itemUrls = [...new Set(text.split(/\s+/).filter(Boolean))]
  const submit = () =>
    add.mutate({ type: 'URL', itemUrls, ...(name.trim() !== '' && { itemName: name.trim() }) })
  return (
    <Form error={add.error} isBusy={add.isPending} onSubmit={submit} onClose={onClose}>
      <NameField name={name} onChange={setName} />
      <Field label={t('knowledge.addresses')} hint={t('knowledge.addressesHint')} required>
        {(ids) => (
          <Textarea
            {...ids}
            dir="ltr"
            rows={6}
            required
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
    </Form>
  )
}

type NameProps = { readonly name: string; readonly onChange: (name: string) => void }

function NameField({ name, onChange }: NameProps) {
  return (
    <Field label={t('field.name')} hint={t('knowledge.nameHint')}>
      {(ids) => (
        <Input
          {...ids}
          dir="auto"
          maxLength={250}
          value={name}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { FileAudio, Link2, X } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { parley } from '../../api/client.ts'
import { t, tOr } from '../../i18n/index.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Modal } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { FileDrop } from '../../ui/file-drop.tsx'
import { Refused } from '../../ui/states.tsx'
import { type About, AboutFields, fieldsOf, nothingKnown } from './recording-fields.tsx'
import { maxFileBytes, titleOf } from './upload-rules.ts'
import { addUploads, followRecording } from './uploads.ts'

type DialogProps = {
  /** Those that were dropped on the list. */
  readonly files: readonly File[]
  readonly onClose: () => void
}

type Chosen = { readonly file: File; readonly title: string }
const sources = ['files', 'address'] as const
type Source = (typeof sources)[number]

const accepted = 'audio/*,video/*,.wav,.mp3,.m4a,.ogg,.opus,.flac,.aac,.amr,.mp4,.mkv,.webm'
const addressBegins = 'https://'

const chosenOf = (file: File): Chosen => ({ file, title: titleOf(file.name) })

/** Recordings as files, or as the address of one; what is said of them holds for all. */
export function UploadRecording({ files, onClose }: DialogProps) {
  const [source, setSource] = useState<Source>('files')
  const [about, setAbout] = useState<About>(nothingKnown)
  return (
    <Modal
      open
      onClose={onClose}
      title={t('create.recordings')}
      description={t('upload.text')}
      wide
    >
      <div
        role="group"
        aria-label={t('upload.source')}
        className="mb-3 inline-flex rounded-md border border-line"
      >
        {sources.map((name) => (
          <Button
            key={name}
            look="ghost"
            aria-pressed={source === name}
            className={cx(source === name && 'bg-selected text-accent')}
            onClick={() => setSource(name)}
          >
            {name === 'files' ? (
              <FileAudio aria-hidden size={15} />
            ) : (
              <Link2 aria-hidden size={15} />
            )}
            {t(`upload.${name}`)}
          </Button>
        ))}
      </div>
      {source === 'files' ? (
        <FromFiles files={files} about={about} onClose={onClose}>
          <AboutFields about={about} onChange={setAbout} />
        </FromFiles>
      ) : (
        <FromAddress about={about} onClose={onClose}>
          <AboutFields about={about} onChange={setAbout} />
        </FromAddress>
      )}
    </Modal>
  )
}

type FormProps = {
  readonly about: About
  readonly onClose: () => void
  readonly children: ReactNode
}

function FromFiles({ files, about, onClose, children }: FormProps & Pick<DialogProps, 'files'>) {
  const [chosen, setChosen] = useState<readonly Chosen[]>(() => files.map(chosenOf))
  const isWrong = chosen.length === 0 || chosen.some(({ file }) => file.size > maxFileBytes)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isWrong) return
    const fields = fieldsOf(about)
    addUploads(
      chosen.map(({ file, title }) => ({
        file,
        fields: { ...fields, title: title.trim() || file.name },
      })),
    )
    onClose()
  }
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={submit}>
      <FileDrop
        label={t('upload.dropHere')}
        chooseLabel={t('upload.choose')}
        hint={t('upload.kinds')}
        accept={accepted}
        onChoose={(added) => setChosen([...chosen, ...added.map(chosenOf)])}
      />
      {chosen.length > 0 && (
        <ul className="flex flex-col gap-2">
          {chosen.map((one, index) => (
            <ChosenFile
              key={index}
              chosen={one}
              onTitle={(title) => setChosen(chosen.with(index, { ...one, title }))}
              onRemove={() => setChosen(chosen.toSpliced(index, 1))}
            />
          ))}
        </ul>
      )}
      {children}
      <Buttons action={t('upload.start')} disabled={isWrong} onClose={onClose} />
    </form>
  )
}

type ChosenProps = {
  readonly chosen: Chosen
  readonly onTitle: (title: string) => void
  readonly onRemove: () => void
}

function ChosenFile({ chosen: { file, title }, onTitle, onRemove }: ChosenProps) {
  const isTooLarge = file.size > maxFileBytes
  return (
    <li className="flex items-end gap-2">
      <Field
        label={t('upload.titleOf', { name: file.name })}
        error={isTooLarge ? t('recordingFailure.too_large') : undefined}
        className="min-w-0 flex-1"
      >
        {(ids) => (
          <Input
            {...ids}
            dir="auto"
            className="rtl:text-right"
            maxLength={500}
            value={title}
            onChange={({ target }) => onTitle(target.value)}
          />
        )}
      </Field>
      <IconButton
        label={t('upload.remove', { name: file.name })}
        className="mb-0.5"
        onClick={onRemove}
      >
        <X aria-hidden size={14} />
      </IconButton>
    </li>
  )
}

function FromAddress({ about, onClose, children }: FormProps) {
  const cache = useQueryClient()
  const [url, setUrl] = useState('')
  const [title, setTitle] = useState('')
  const [problem, setProblem] = useState<string>()
  const add = useMutation({
    mutationFn: () =>
      parley.recordings.create({
        ...fieldsOf(about),
        url: url.trim(),
        ...(title.trim() && { title: title.trim() }),
      }),
    onSuccess(recording) {
      followRecording(recording.id, recording.title)
      void cache.invalidateQueries({ queryKey: ['conversations'] })
      onClose()
    },
  })
  const submit = async () => {
    const { schema } = await import('./recording-schema.ts')
    const issue = schema.shape.url.safeParse(url.trim()).error?.issues[0]
    setProblem(issue && tOr(`mistake.${issue.code}`, issue.message))
    if (!issue) add.mutate()
  }
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Field label={t('upload.address')} hint={t('upload.addressHint')} error={problem} required>
        {(ids) => (
          <Input
            {...ids}
            type="url"
            dir="ltr"
            placeholder={addressBegins}
            value={url}
            onChange={({ target }) => setUrl(target.value)}
          />
        )}
      </Field>
      <Field label={t('field.title')} hint={t('upload.titleHint')}>
        {(ids) => (
          <Input
            {...ids}
            dir="auto"
            className="rtl:text-right"
            maxLength={500}
            value={title}
            onChange={({ target }) => setTitle(target.value)}
          />
        )}
      </Field>
      {children}
      <Refused error={add.error} />
      <Buttons action={t('upload.fetch')} disabled={add.isPending} onClose={onClose} />
    </form>
  )
}

type ButtonsProps = {
  readonly action: string
  readonly disabled: boolean
  readonly onClose: () => void
}

function Buttons({ action, disabled, onClose }: ButtonsProps) {
  return (
    <div className="flex justify-end gap-2">
      <Button onClick={onClose}>{t('action.cancel')}</Button>
      <Button look="primary" type="submit" disabled={disabled}>
        {action}
      </Button>
    </div>
  )
}

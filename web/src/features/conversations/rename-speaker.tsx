import type { SpeakerKind, Transcript } from '@parley/contract'
import { useState } from 'react'
import { t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { speakerName, useCorrection } from './change-transcript.ts'

const kinds = ['rep', 'customer', 'agent', 'unknown'] as const satisfies readonly SpeakerKind[]

type DialogProps = {
  readonly transcript: Transcript
  readonly number: number
  readonly onClose: () => void
}

/** Who somebody is, wherever they speak in the conversation. */
export function RenameSpeaker({ transcript, number, onClose }: DialogProps) {
  const speaker = transcript.speakers.find((one) => one.number === number)
  const [name, setName] = useState(speaker?.name ?? '')
  const [kind, setKind] = useState<SpeakerKind>(speaker?.kind ?? 'unknown')
  const { mutate } = useCorrection(transcript)
  return (
    <Modal
      open
      onClose={onClose}
      title={t('transcript.renameTitle', { name: speakerName(transcript, number) })}
      description={t('transcript.renameText')}
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          mutate({ speakers: [{ number, name: name.trim() || null, kind }] })
          onClose()
        }}
      >
        <Field label={t('field.name')}>
          {(ids) => (
            <Input
              {...ids}
              dir="auto"
              className="rtl:text-right"
              maxLength={200}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <Field label={t('transcript.kind')}>
          {(ids) => (
            <Select
              {...ids}
              value={kind}
              onChange={({ target }) =>
                setKind(kinds.find((one) => one === target.value) ?? 'unknown')
              }
            >
              {kinds.map((one) => (
                <option key={one} value={one}>
                  {t(`speakerKind.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" type="submit">
            {t('action.save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

import type { Transcript } from '@parley/contract'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { formatClock } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { Select, Textarea } from '../../ui/field.tsx'
import { speakerName, useCorrection } from './change-transcript.ts'
import { nextSpeaker } from './correction-rules.ts'

type EditorProps = {
  readonly transcript: Transcript
  readonly segment: Transcript['segments'][number]
  readonly onClose: () => void
}

const charactersInLine = 70

/** A segment as it should have been heard: Enter keeps it, Escape leaves it. */
export function SegmentEditor({ transcript, segment, onClose }: EditorProps) {
  const [text, setText] = useState(segment.text)
  const [speaker, setSpeaker] = useState(segment.speaker)
  const { mutate } = useCorrection(transcript)
  const wanted = text.trim()
  const time = formatClock(segment.start_ms)
  const save = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault()
    if (!wanted) return
    const isSame = wanted === segment.text && speaker === segment.speaker
    const { position } = segment
    if (!isSame) mutate({ segments: [{ position, text: wanted, speaker }] })
    onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter also ends the composing of a character.
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) save(event)
  }
  return (
    <form
      aria-label={t('transcript.edit', { time })}
      className="flex flex-col gap-2 border-s-2 border-accent bg-surface px-3 py-2 sm:ps-18"
      onSubmit={save}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <Textarea
        autoFocus
        dir="auto"
        className="rtl:text-right"
        aria-label={t('transcript.text', { time })}
        rows={Math.min(12, Math.max(2, Math.ceil(text.length / charactersInLine)))}
        maxLength={20_000}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label={t('transcript.speaker', { time })}
          className="max-w-52"
          value={speaker}
          onChange={({ target }) => setSpeaker(Number(target.value))}
        >
          {transcript.speakers.map(({ number }) => (
            <option key={number} value={number}>
              {speakerName(transcript, number)}
            </option>
          ))}
          <option value={nextSpeaker(transcript)}>{t('transcript.newSpeaker')}</option>
        </Select>
        <span className="flex-1" />
        <Button size="sm" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button look="primary" size="sm" type="submit" disabled={!wanted}>
          {t('action.save')}
        </Button>
      </div>
    </form>
  )
}

import { Play, Square, Trash2 } from 'lucide-react'
import { useId } from 'react'
import { t } from '../../i18n/index.ts'
import type { useSpeechSample } from '../../playback/speech-sample.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Input } from '../../ui/field.tsx'
import type { Entry } from './draft-rules.ts'
import { spokenLength, wordLength } from './limits.ts'
import type { Editing } from './use-draft.ts'

type LineProps = {
  readonly entry: Entry
  /** Its place in the dictionary. */
  readonly number: number
  readonly editing: Editing
  readonly mayWrite: boolean
  readonly sample: ReturnType<typeof useSpeechSample>
  readonly language: string
}

/** A word and how it is said, which can be heard. */
export function WordLine(props: LineProps) {
  const { entry, number, mayWrite, editing } = props
  const { change, remove, faults } = editing
  const { key, word, pronunciation } = entry
  const fault = faults.get(key)
  const note = useId()
  const about = { 'aria-invalid': fault !== undefined, 'aria-describedby': fault && note }
  return (
    <li>
      <div className="flex items-center gap-2">
        <Input
          {...about}
          dir="auto"
          disabled={!mayWrite}
          maxLength={wordLength}
          aria-label={t('pronunciation.wordNumber', { number })}
          placeholder={t('pronunciation.word')}
          value={word}
          onChange={({ target }) => change(key, { word: target.value })}
        />
        <span aria-hidden className="text-faint rtl:-scale-x-100">
          →
        </span>
        <Input
          {...about}
          dir="auto"
          disabled={!mayWrite}
          maxLength={spokenLength}
          aria-label={t('pronunciation.asOf', { number })}
          placeholder={t('pronunciation.as')}
          value={pronunciation}
          onChange={({ target }) => change(key, { pronunciation: target.value })}
        />
        {mayWrite && <HearButton {...props} />}
        {mayWrite && (
          <IconButton
            label={t('pronunciation.remove', { word: word || number })}
            onClick={() => remove(key)}
          >
            <Trash2 aria-hidden size={14} />
          </IconButton>
        )}
      </div>
      {fault && (
        <p id={note} className="mt-1 text-xs text-bad">
          {t(`pronunciation.${fault}`)}
        </p>
      )}
    </li>
  )
}

/** Says what stands on the right, as a call would. */
function HearButton({ entry, number, sample, language }: LineProps) {
  const { key, word, pronunciation } = entry
  const name = String(key)
  const isPlaying = sample.playing === name
  return (
    <IconButton
      label={
        isPlaying ? t('pronunciation.stop') : t('pronunciation.hearWord', { word: word || number })
      }
      disabled={!pronunciation.trim() || sample.making !== undefined}
      onClick={() =>
        isPlaying
          ? sample.stop()
          : sample.play({ name, text: pronunciation.trim(), languageId: language })
      }
    >
      {isPlaying ? <Square aria-hidden size={14} /> : <Play aria-hidden size={14} />}
    </IconButton>
  )
}

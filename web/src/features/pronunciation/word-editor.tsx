import type { VoiceDictionary } from '@parley/contract'
import { useBlocker } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '../../api/queries.ts'
import { formatNumber } from '../../i18n/format.ts'
import { currentLanguage, t } from '../../i18n/index.ts'
import { languageName, offeredLanguages } from '../../i18n/spoken-languages.ts'
import { useSpeechSample } from '../../playback/speech-sample.tsx'
import { Card } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import { mostWords, nameLength } from './limits.ts'
import { type Editing, useDraft } from './use-draft.ts'
import { WordLine } from './word-line.tsx'

type EditorProps = {
  readonly dictionary: VoiceDictionary
  /** Of those who use it. */
  readonly language: string | undefined
}

/** The words of a dictionary, changed together and saved together. */
export function WordEditor({ dictionary, language }: EditorProps) {
  const mayWrite = useMay('write')
  const editing = useDraft(dictionary)
  const [chosen, setChosen] = useState<string>()
  const spoken = chosen ?? language ?? currentLanguage()
  const { draft, save, faults, isDirty, rename, reset } = editing
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Card>
        <div className="flex flex-wrap gap-3">
          <Field label={t('field.name')} className="min-w-48 flex-1">
            {(ids) => (
              <Input
                {...ids}
                dir="auto"
                required
                disabled={!mayWrite}
                maxLength={nameLength}
                value={draft.name}
                onChange={({ target }) => rename(target.value)}
              />
            )}
          </Field>
          {mayWrite && <HearIn language={spoken} onChange={setChosen} />}
        </div>
      </Card>
      <Words editing={editing} language={spoken} mayWrite={mayWrite} />
      <Refused error={save.error} />
      {mayWrite && (
        <div className="flex gap-2">
          <Button
            look="primary"
            type="submit"
            disabled={!isDirty || faults.size > 0 || !draft.name.trim() || save.isPending}
          >
            {t('action.save')}
          </Button>
          {isDirty && <Button onClick={reset}>{t('action.cancel')}</Button>}
        </div>
      )}
      <LeaveGuard isDirty={isDirty} />
    </form>
  )
}

type HearProps = { readonly language: string; readonly onChange: (language: string) => void }

/** A dictionary has no language of its own: the agents that use it have. */
function HearIn({ language, onChange }: HearProps) {
  const isOffered = offeredLanguages.some((one) => one === language)
  return (
    <Field label={t('pronunciation.hearIn')} className="w-44">
      {(ids) => (
        <Select {...ids} value={language} onChange={({ target }) => onChange(target.value)}>
          {[...(isOffered ? [] : [language]), ...offeredLanguages].map((code) => (
            <option key={code} value={code}>
              {languageName(code)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

/** Longer lists are searched. */
const searchedFrom = 8

type WordsProps = {
  readonly editing: Editing
  readonly language: string
  readonly mayWrite: boolean
}

function Words({ editing, language, mayWrite }: WordsProps) {
  const { entries } = editing.draft
  const [text, setText] = useState('')
  const sample = useSpeechSample()
  const wanted = text.trim().toLowerCase()
  const shown = entries
    .map((entry, index) => ({ entry, number: index + 1 }))
    .filter(({ entry }) => `${entry.word} ${entry.pronunciation}`.toLowerCase().includes(wanted))
  return (
    <Card
      title={t('pronunciation.words', { count: formatNumber(entries.length) })}
      actions={
        entries.length > searchedFrom && (
          <input
            type="search"
            aria-label={t('pronunciation.searchWords')}
            placeholder={t('pronunciation.searchWords')}
            className="h-7 w-40 rounded-md border border-line bg-page px-2 text-xs"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        )
      }
    >
      {sample.audio}
      <p className="mb-3 text-xs text-faint">{t('pronunciation.asHint')}</p>
      {entries.length === 0 && <p className="text-muted">{t('pronunciation.noWords')}</p>}
      <ul className="flex flex-col gap-2">
        {shown.map(({ entry, number }) => (
          <WordLine
            key={entry.key}
            entry={entry}
            number={number}
            editing={editing}
            mayWrite={mayWrite}
            sample={sample}
            language={language}
          />
        ))}
      </ul>
      {mayWrite && (
        <Button
          size="sm"
          className="mt-3"
          disabled={entries.length >= mostWords}
          onClick={() => {
            setText('')
            editing.add()
          }}
        >
          <Plus aria-hidden size={13} />
          {t('pronunciation.add')}
        </Button>
      )}
    </Card>
  )
}

/** Nobody loses what was not saved by a click elsewhere. */
function LeaveGuard({ isDirty }: { readonly isDirty: boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  })
  if (blocker.status !== 'blocked') return null
  return (
    <Modal
      open
      onClose={blocker.reset}
      title={t('pronunciation.leaveTitle')}
      description={t('pronunciation.leaveText')}
    >
      <div className="mt-2 flex justify-end gap-2">
        <Button onClick={blocker.reset}>{t('pronunciation.stay')}</Button>
        <Button look="danger" onClick={blocker.proceed}>
          {t('pronunciation.leave')}
        </Button>
      </div>
    </Modal>
  )
}

import type { VoiceAgent } from '@parley/contract'
import { ParleyError } from '@parley/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import { tell } from '../../ui/toast.ts'
import { toWorkflow } from './draft-rules.ts'
import type { Editing } from './use-draft.ts'

type SaveProps = {
  readonly agent: VoiceAgent
  readonly editing: Editing
  /** Somebody else saved in between: begin from what they made. */
  readonly onReopen: () => void
  readonly onSaved: (agent: VoiceAgent) => void
  readonly onClose: () => void
}

type Saving = Parameters<typeof parley.voiceAgents.update>[1]

/** Each save is a version, with a note about it. */
export function SaveDialog({ agent, editing, onReopen, onSaved, onClose }: SaveProps) {
  const cache = useQueryClient()
  const [note, setNote] = useState('')
  const { draft, markSaved } = editing
  const save = useMutation({
    mutationFn: () =>
      parley.voiceAgents.update(agent.id, {
        type: 'Flow Agent',
        workflow: toWorkflow(draft),
        tools: [...draft.bindings],
        version: agent.version,
        ...(note.trim() !== '' && { note: note.trim() }),
      } as Saving),
    onSuccess(saved) {
      markSaved(draft)
      onSaved(saved)
      tell(t('flow.saved', { version: saved.version }))
      void cache.invalidateQueries({ queryKey: ['voice-agents'] })
      onClose()
    },
  })
  const isTaken = save.error instanceof ParleyError && save.error.code === 'CONFLICT'
  return (
    <Modal open onClose={onClose} title={t('flow.save')} description={t('flow.saveText')}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <Field label={t('flow.note')} hint={t('flow.noteHint')}>
          {(ids) => (
            <Input
              {...ids}
              dir="auto"
              maxLength={500}
              value={note}
              onChange={({ target }) => setNote(target.value)}
            />
          )}
        </Field>
        <Refused error={save.error} />
        <div className="flex justify-end gap-2">
          {isTaken && <Button onClick={onReopen}>{t('flow.reopen')}</Button>}
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" type="submit" disabled={save.isPending}>
            {t('action.save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

import type { WebTool } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { t } from '../../i18n/index.ts'
import { Card } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Check, Field, Input, Textarea } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import { tell } from '../../ui/toast.ts'
import { ArgumentFields } from './argument-fields.tsx'
import { AuthFields } from './auth-fields.tsx'
import type { PartProps } from './part-props.ts'
import { RequestFields } from './request-fields.tsx'
import { bodyOf, messageTypes, type Mistake, mistakesIn, type ToolDraft } from './tool-rules.ts'

type FormProps = {
  /** Absent for a new tool. */
  readonly id?: string
  readonly initial: ToolDraft
  readonly canEdit: boolean
  readonly onDirty?: (isDirty: boolean) => void
  readonly onSaved: (tool: WebTool) => void
}

export function ToolForm({ id, initial, canEdit, onDirty, onSaved }: FormProps) {
  const cache = useQueryClient()
  const [draft, setDraft] = useState(initial)
  const [isTried, setIsTried] = useState(false)
  const mistakes = isTried ? mistakesIn(draft) : []
  const change = (changes: Partial<ToolDraft>) => {
    setDraft({ ...draft, ...changes })
    onDirty?.(true)
  }
  const save = useMutation({
    mutationFn: () =>
      id === undefined
        ? parley.webTools.create(bodyOf(draft))
        : parley.webTools.update(id, bodyOf(draft)),
    onSuccess(saved) {
      tell(t('form.saved'))
      onSaved(saved)
      void cache.invalidateQueries({ queryKey: ['web-tools'] })
    },
  })
  const parts = { draft, change, mistakes }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setIsTried(true)
        if (mistakesIn(draft).length === 0) save.mutate()
      }}
    >
      <fieldset disabled={!canEdit} className="flex flex-col gap-4">
        <legend className="sr-only">{draft.name || t('tools.new')}</legend>
        <Purpose {...parts} />
        <RequestFields {...parts} />
        <AuthFields {...parts} />
        {draft.type === 'FUNCTION' && <ArgumentFields {...parts} />}
        <Messages {...parts} />
        <Refused error={save.error} />
        {canEdit && (
          <div className="flex justify-end">
            <Button look="primary" type="submit" disabled={save.isPending}>
              {id === undefined ? t('action.create') : t('action.save')}
            </Button>
          </div>
        )}
      </fieldset>
    </form>
  )
}

function Purpose({ draft, change, mistakes }: PartProps) {
  const needed = (field: Mistake) => (mistakes.includes(field) ? t('tools.needed') : undefined)
  return (
    <Card title={t('tools.purpose')}>
      <div className="flex flex-col gap-3">
        <Field label={t('field.name')} required error={needed('name')}>
          {(ids) => (
            <Input
              {...ids}
              dir="auto"
              maxLength={250}
              value={draft.name}
              onChange={({ target }) => change({ name: target.value })}
            />
          )}
        </Field>
        <Field
          label={t('field.description')}
          hint={t('tools.descriptionHint')}
          required
          error={needed('description')}
        >
          {(ids) => (
            <Textarea
              {...ids}
              dir="auto"
              rows={2}
              maxLength={1_000}
              value={draft.description}
              onChange={({ target }) => change({ description: target.value })}
            />
          )}
        </Field>
        {draft.type === 'FUNCTION' && (
          <Check
            label={t('tools.async')}
            hint={t('tools.asyncHint')}
            checked={draft.isAsync}
            onChange={({ target }) => change({ isAsync: target.checked })}
          />
        )}
      </div>
    </Card>
  )
}

/** Said by the agent while the tool works. */
function Messages({ draft, change }: PartProps) {
  return (
    <Card title={t('tools.messages')}>
      <div className="grid gap-3 sm:grid-cols-2">
        {messageTypes.map((type) => (
          <Field key={type} label={t(`toolMessage.${type}`)}>
            {(ids) => (
              <Input
                {...ids}
                dir="auto"
                maxLength={2_000}
                value={draft.messages[type] ?? ''}
                onChange={({ target }) =>
                  change({ messages: { ...draft.messages, [type]: target.value } })
                }
              />
            )}
          </Field>
        ))}
      </div>
    </Card>
  )
}

import type { SignalTracker } from '@parley/contract'
import { ParleyError } from '@parley/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { parley } from '../../../api/client.ts'
import { t } from '../../../i18n/index.ts'
import { Card, SkeletonLines } from '../../../ui/bits.tsx'
import { Button } from '../../../ui/button.tsx'
import { Check, Field, Input, Textarea } from '../../../ui/field.tsx'
import { Refused } from '../../../ui/states.tsx'
import { tell } from '../../../ui/toast.ts'
import {
  bodyOf,
  limits,
  mistakesIn,
  refusedLine,
  type TrackerDraft,
  type TrackerMistake,
} from './tracker-draft.ts'
import { TrackerKind } from './tracker-kind.tsx'
import { useUnsaved } from './unsaved.tsx'

const TryTracker = lazy(async () => ({ default: (await import('./try-tracker.tsx')).TryTracker }))

type FormProps = {
  /** Absent for a new one. */
  readonly id?: string
  readonly initial: TrackerDraft
  readonly onSaved: (tracker: SignalTracker) => void
}

/** What a tracker looks for, and a trial of it before anything is saved. */
export function TrackerForm({ id, initial, onSaved }: FormProps) {
  const [draft, setDraft] = useState(initial)
  const [isTried, setIsTried] = useState(false)
  const save = useSaving(id, draft, onSaved)
  const isDirty = JSON.stringify(bodyOf(draft)) !== JSON.stringify(bodyOf(initial))
  const asking = useUnsaved(isDirty && !save.isSuccess && !save.isPending)
  const mistakes = isTried ? mistakesIn(draft) : []
  const change = (changes: Partial<TrackerDraft>) => setDraft({ ...draft, ...changes })
  return (
    <>
      <Card>
        <form
          noValidate
          aria-label={draft.name || t('trackers.new')}
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            setIsTried(true)
            if (mistakesIn(draft).length === 0) save.mutate()
          }}
        >
          <Names draft={draft} mistakes={mistakes} change={change} />
          <Words draft={draft} mistakes={mistakes} change={change} refused={save.error} />
          <Check
            label={t('trackers.isActive')}
            hint={t('trackers.isActiveHint')}
            checked={draft.active}
            onChange={({ target }) => change({ active: target.checked })}
          />
          {mistakes.includes('nothing') && (
            <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-bad">
              {t('trackers.nothing')}
            </p>
          )}
          {!lineOf(save.error) && <Refused error={save.error} />}
          <Button
            look="primary"
            type="submit"
            className="self-start"
            disabled={save.isPending || (id !== undefined && !isDirty)}
          >
            {id === undefined ? t('action.create') : t('action.save')}
          </Button>
        </form>
      </Card>
      <Suspense fallback={<SkeletonLines count={4} />}>
        <TryTracker draft={draft} />
      </Suspense>
      {asking}
    </>
  )
}

function useSaving(
  id: string | undefined,
  draft: TrackerDraft,
  onSaved: (tracker: SignalTracker) => void,
) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: () =>
      id === undefined
        ? parley.signalTrackers.create(bodyOf(draft))
        : parley.signalTrackers.update(id, bodyOf(draft)),
    onSuccess(saved) {
      tell(t('form.saved'))
      onSaved(saved)
      void cache.invalidateQueries({ queryKey: ['signal-trackers', 'list'] })
    },
  })
}

type PartProps = {
  readonly draft: TrackerDraft
  readonly mistakes: readonly TrackerMistake[]
  readonly change: (changes: Partial<TrackerDraft>) => void
}

function Names({ draft, mistakes, change }: PartProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field
        label={t('field.name')}
        required
        error={mistakes.includes('name') ? t('scorecards.needed') : undefined}
      >
        {(ids) => (
          <Input
            {...ids}
            dir="auto"
            maxLength={200}
            value={draft.name}
            onChange={({ target }) => change({ name: target.value })}
          />
        )}
      </Field>
      <TrackerKind
        kind={draft.kind}
        isFaulty={mistakes.includes('kind')}
        onChange={(kind) => change({ kind })}
      />
    </div>
  )
}

/** The line that the server refused, and what it says of it. */
function lineOf(error: unknown) {
  return error instanceof ParleyError
    ? refusedLine((error.details as { field?: unknown } | null)?.field)
    : undefined
}

function Words({ draft, mistakes, change, refused }: PartProps & { readonly refused: unknown }) {
  const faultOf = (list: 'phrases' | 'patterns') => {
    if (mistakes.includes(list)) {
      return t('trackers.tooMuch', { count: limits[list], characters: limits.characters })
    }
    const line = lineOf(refused)
    if (line?.list !== list) return undefined
    return t(`trackers.${list}Fault`, { line: line.line })
  }
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field
          label={t('scorecards.phrases')}
          hint={t('trackers.phrasesHint')}
          error={faultOf('phrases')}
        >
          {(ids) => (
            <Textarea
              {...ids}
              dir="auto"
              rows={5}
              value={draft.phrases}
              onChange={({ target }) => change({ phrases: target.value })}
            />
          )}
        </Field>
        <Field
          label={t('trackers.patterns')}
          hint={t('trackers.patternsHint')}
          error={faultOf('patterns')}
        >
          {(ids) => (
            <Textarea
              {...ids}
              dir="ltr"
              rows={5}
              spellCheck={false}
              className="font-mono text-xs"
              value={draft.patterns}
              onChange={({ target }) => change({ patterns: target.value })}
            />
          )}
        </Field>
      </div>
      <Field label={t('trackers.description')} hint={t('trackers.descriptionHint')}>
        {(ids) => (
          <Textarea
            {...ids}
            dir="auto"
            rows={2}
            maxLength={limits.description}
            value={draft.description}
            onChange={({ target }) => change({ description: target.value })}
          />
        )}
      </Field>
    </>
  )
}

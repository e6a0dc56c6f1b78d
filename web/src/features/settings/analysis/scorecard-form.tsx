import type { Scorecard } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { parley } from '../../../api/client.ts'
import { formatNumber } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { Refused } from '../../../ui/states.tsx'
import { tell } from '../../../ui/toast.ts'
import { CriterionFields, CriterionWeight } from './criterion-fields.tsx'
import { LookForFields, PartName } from './part-fields.tsx'
import { PartList } from './part-list.tsx'
import { ScorecardBasics } from './scorecard-basics.tsx'
import {
  bodyOf,
  draftOf,
  limits,
  type Mistake,
  mistakesIn,
  newCriterion,
  newStage,
  type ScorecardDraft,
  sumOfWeights,
} from './scorecard-draft.ts'
import { isOwn, scorecardQuery } from './scorecard-queries.ts'
import { UnsavedBar, useUnsaved } from './unsaved.tsx'

/** All of a scorecard; each save of what changed is a version. */
export function ScorecardForm({ scorecard }: { readonly scorecard: Scorecard }) {
  const [draft, setDraft] = useState(() => draftOf(scorecard))
  const [isTried, setIsTried] = useState(false)
  const save = useSaving(scorecard.id, draft)
  const canEdit = isOwn(scorecard)
  const mistakes = isTried ? mistakesIn(draft) : []
  const isDirty =
    canEdit && JSON.stringify(bodyOf(draft)) !== JSON.stringify(bodyOf(draftOf(scorecard)))
  const asking = useUnsaved(isDirty && !save.isSuccess)
  const change = (changes: Partial<ScorecardDraft>) => setDraft({ ...draft, ...changes })
  const parts = { draft, canEdit, mistakes, change }
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        setIsTried(true)
        if (mistakesIn(draft).length === 0) save.mutate()
      }}
    >
      <ScorecardBasics
        {...parts}
        isNameMissing={mistakes.some(({ id, field }) => !id && field === 'name')}
      />
      {(canEdit || draft.criteria.length > 0) && <Criteria {...parts} />}
      {(canEdit || draft.stages.length > 0) && <Stages {...parts} />}
      <Refused error={save.error} />
      {isDirty && (
        <UnsavedBar
          text={
            mistakes.length > 0
              ? t('scorecards.mistakes', { count: formatNumber(mistakes.length) })
              : t('scorecards.unsaved')
          }
          save={t('scorecards.save', { number: formatNumber(scorecard.version + 1) })}
          isBusy={save.isPending}
          onDiscard={() => {
            setDraft(draftOf(scorecard))
            setIsTried(false)
            save.reset()
          }}
        />
      )}
      {asking}
    </form>
  )
}

function useSaving(id: string, draft: ScorecardDraft) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: () => parley.scorecards.update(id, bodyOf(draft)),
    onSuccess(saved) {
      tell(t('scorecards.saved', { number: formatNumber(saved.version) }))
      cache.setQueryData(scorecardQuery(id).queryKey, saved)
      void cache.invalidateQueries({ queryKey: ['scorecards', 'list'] })
      void cache.invalidateQueries({ queryKey: ['scorecards', 'versions', id] })
    },
  })
}

type PartsProps = {
  readonly draft: ScorecardDraft
  readonly canEdit: boolean
  readonly mistakes: readonly Mistake[]
  readonly change: (changes: Partial<ScorecardDraft>) => void
}

function faultyIds(mistakes: readonly Mistake[]): ReadonlySet<string> {
  return new Set(mistakes.flatMap(({ id }) => id ?? []))
}

function Criteria({ draft, canEdit, mistakes, change }: PartsProps) {
  const sum = sumOfWeights(draft.criteria)
  return (
    <PartList
      title={t('scorecard.criteria')}
      text={t('scorecards.criteriaText')}
      add={t('scorecards.addCriterion')}
      parts={draft.criteria}
      atMost={limits.criteria}
      canEdit={canEdit}
      faulty={faultyIds(mistakes)}
      make={newCriterion}
      onChange={(criteria) => change({ criteria })}
      sum={
        <span role="status" className="figures text-xs text-muted">
          {t('scorecards.sum', { sum: formatNumber(sum, 2) })}
        </span>
      }
      aside={(criterion, set) => (
        <CriterionWeight
          criterion={criterion}
          sum={sum}
          canEdit={canEdit}
          isFaulty={mistakes.some(({ id, field }) => id === criterion.id && field === 'weight')}
          onChange={(weight) => set({ weight })}
        />
      )}
    >
      {(criterion, set, isNew) => (
        <CriterionFields criterion={criterion} isNew={isNew} mistakes={mistakes} onChange={set} />
      )}
    </PartList>
  )
}

function Stages({ draft, canEdit, mistakes, change }: PartsProps) {
  return (
    <PartList
      title={t('scorecards.stages')}
      text={t('scorecards.stagesText')}
      add={t('scorecards.addStage')}
      parts={draft.stages}
      atMost={limits.stages}
      canEdit={canEdit}
      faulty={faultyIds(mistakes)}
      make={newStage}
      onChange={(stages) => change({ stages })}
    >
      {(stage, set, isNew) => (
        <>
          <PartName
            part={stage}
            isNew={isNew}
            isMissing={mistakes.some(({ id, field }) => id === stage.id && field === 'name')}
            onChange={(name) => set({ name })}
          />
          <LookForFields part={stage} mistakes={mistakes} onChange={set} />
        </>
      )}
    </PartList>
  )
}

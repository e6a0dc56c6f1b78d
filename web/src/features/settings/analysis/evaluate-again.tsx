import type { BulkEvaluationRequest, ConversationKind } from '@parley/contract'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { parley } from '../../../api/client.ts'
import { useMe, useMembers } from '../../../api/queries.ts'
import { dayAfter, timeZone, today } from '../../../i18n/format.ts'
import { t } from '../../../i18n/index.ts'
import { Card } from '../../../ui/bits.tsx'
import { Button } from '../../../ui/button.tsx'
import { Field, Input, Select } from '../../../ui/field.tsx'
import { Refused } from '../../../ui/states.tsx'
import { BulkProgress } from './bulk-progress.tsx'
import { lastBulk, rememberBulk } from './last-bulk.ts'
import { beginningOf } from './day-rules.ts'
import { conversationKinds } from './scorecard-draft.ts'
import { scorecardsQuery } from './scorecard-queries.ts'

type Wanted = {
  readonly from: string
  readonly to: string
  readonly owner: string
  readonly kind: ConversationKind | ''
  readonly scorecard: string
}

const usualDays = 30

/** The days as the reader has them: from the beginning of the first to the end of the last. */
function requestOf({ from, to, owner, kind, scorecard }: Wanted): BulkEvaluationRequest {
  const begins = (day: string) => beginningOf(day, timeZone())
  return {
    ...(from && { from: begins(from) }),
    ...(to && { to: begins(dayAfter(to, 1)) }),
    ...(owner && { owner_id: owner }),
    ...(kind && { kind }),
    ...(scorecard && { scorecard_id: scorecard }),
  }
}

/** Evaluates many conversations anew, and follows how far that has come. */
export function EvaluateAgain() {
  const { id: workspaceId } = useMe().workspace
  const [bulk, setBulk] = useState(() => lastBulk(workspaceId))
  const follow = (id: string | undefined) => {
    rememberBulk(workspaceId, id)
    setBulk(id)
  }
  return (
    <Card title={t('again.title')}>
      <div className="flex flex-col gap-4">
        <p className="text-muted">{t('again.text')}</p>
        <AgainForm onStarted={follow} />
        {bulk && <BulkProgress key={bulk} id={bulk} onForget={() => follow(undefined)} />}
      </div>
    </Card>
  )
}

function AgainForm({ onStarted }: { readonly onStarted: (id: string) => void }) {
  const [wanted, setWanted] = useState<Wanted>(() => ({
    from: dayAfter(today(), -usualDays),
    to: today(),
    owner: '',
    kind: '',
    scorecard: '',
  }))
  const set = (changes: Partial<Wanted>) => setWanted({ ...wanted, ...changes })
  const start = useMutation({
    mutationFn: () => parley.evaluations.startBulk(requestOf(wanted)),
    onSuccess: ({ id }) => onStarted(id),
  })
  const isBackward = wanted.from !== '' && wanted.to !== '' && wanted.to < wanted.from
  return (
    <form
      aria-label={t('again.title')}
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBackward) start.mutate()
      }}
    >
      <div className="grid gap-3 sm:grid-cols-6">
        <DayField name="from" wanted={wanted} set={set} />
        <DayField
          name="to"
          wanted={wanted}
          set={set}
          error={isBackward ? t('again.backward') : undefined}
        />
        <Choices wanted={wanted} set={set} />
      </div>
      <Refused error={start.error} />
      <Button type="submit" className="self-start" disabled={start.isPending || isBackward}>
        {t('again.start')}
      </Button>
    </form>
  )
}

type PartProps = { readonly wanted: Wanted; readonly set: (changes: Partial<Wanted>) => void }

type DayProps = PartProps & { readonly name: 'from' | 'to'; readonly error?: string | undefined }

function DayField({ name, wanted, set, error }: DayProps) {
  return (
    <Field label={t(`report.${name}`)} error={error} className="sm:col-span-3">
      {(ids) => (
        <Input
          {...ids}
          type="date"
          value={wanted[name]}
          onChange={({ target }) => set({ [name]: target.value })}
        />
      )}
    </Field>
  )
}

function Choices({ wanted, set }: PartProps) {
  const people = useMembers()
  const scorecards = useQuery(scorecardsQuery).data ?? []
  const options = [
    {
      name: 'owner',
      label: t('field.rep'),
      all: t('again.everybody'),
      values: people.map(({ user_id: value, name: words }) => ({ value, words })),
    },
    {
      name: 'kind',
      label: t('field.kind'),
      all: t('again.allKinds'),
      values: conversationKinds.map((value) => ({ value, words: t(`kind.${value}`) })),
    },
    {
      name: 'scorecard',
      label: t('conversation.scorecard'),
      all: t('again.usualScorecard'),
      values: scorecards.map(({ id: value, name: words }) => ({ value, words })),
    },
  ] as const
  return options.map(({ name, label, all, values }) => (
    <Field key={name} label={label} className="sm:col-span-2">
      {(ids) => (
        <Select
          {...ids}
          value={wanted[name]}
          onChange={({ target }) => set({ [name]: target.value })}
        >
          <option value="">{all}</option>
          {values.map(({ value, words }) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </Select>
      )}
    </Field>
  ))
}

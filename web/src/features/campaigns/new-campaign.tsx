import type { PhoneNumber } from '@parley/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Card, SkeletonLines } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { Failure, NoPermission, Refused } from '../../ui/states.tsx'
import { CampaignsPage } from './campaigns-page.tsx'
import { createCampaign } from './create-campaign.ts'
import { type Draft, emptyDraft } from './draft.ts'
import type { PartProps } from './form-part.ts'
import { HoursFields } from './hours-fields.tsx'
import { PaceFields } from './pace-fields.tsx'
import { hasNumbers, type People } from './people.ts'
import { PeopleFields } from './people-fields.tsx'
import { RetryFields, VoicemailFields } from './retry-fields.tsx'

const mostShown = 100

/** A campaign from the first field to the first call. */
export function NewCampaign() {
  const mayWrite = useMay('write')
  return <CampaignsPage>{mayWrite ? <Form /> : <NoPermission />}</CampaignsPage>
}

function Form() {
  const navigate = useNavigate()
  const cache = useQueryClient()
  const [draft, setDraft] = useState<Draft>(emptyDraft)
  const [people, setPeople] = useState<People>()
  const [typed, setTyped] = useState('')
  const change = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }))
  const create = useMutation({
    mutationFn: (who: People) => createCampaign(draft, who, typed),
    async onSuccess({ id, importId }) {
      void cache.invalidateQueries({ queryKey: ['campaigns'] })
      await navigate({ to: '/campaigns/$id', params: { id }, search: { import: importId } })
    },
  })
  const hasPeople = hasNumbers(people)
  const hasHours = !draft.hasHours || (draft.days.length > 0 && draft.from < draft.to)
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (hasPeople) create.mutate(people)
      }}
    >
      <Part title={t('campaigns.what')}>
        <BasicFields draft={draft} change={change} />
      </Part>
      <Part title={t('recipients.title')}>
        <PeopleFields
          people={people}
          typed={typed}
          onChange={(next, text) => {
            setPeople(next)
            setTyped(text)
          }}
        />
      </Part>
      <Part title={t('campaigns.when')}>
        <HoursFields draft={draft} change={change} />
      </Part>
      <Part title={t('campaigns.pace')}>
        <PaceFields draft={draft} change={change} />
      </Part>
      <Part title={t('campaigns.again')}>
        <RetryFields draft={draft} change={change} />
      </Part>
      <Part title={t('campaigns.voicemail')}>
        <VoicemailFields draft={draft} change={change} />
      </Part>
      <Refused error={create.error} />
      <div className="flex items-center justify-end gap-3">
        <span className="figures text-xs text-muted">
          {hasPeople && t('recipients.rows', { count: formatNumber(people.table.rows.length) })}
        </span>
        <Button look="primary" type="submit" disabled={create.isPending || !hasPeople || !hasHours}>
          {create.isPending ? t('campaigns.creating') : t('campaigns.create')}
        </Button>
      </div>
    </form>
  )
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return <Card title={title}>{children}</Card>
}

function BasicFields({ draft, change }: PartProps) {
  const agents = useQuery({
    queryKey: ['voice-agents', 'for-campaigns'],
    queryFn: async () =>
      (await parley.voiceAgents.list({ take: mostShown, sortField: 'name' })).voiceAgents,
  })
  const numbers = useQuery({
    queryKey: ['phone-numbers', 'for-campaigns'],
    queryFn: () => parley.phoneNumbers.list({ take: mostShown }),
  })
  const failure = agents.error ?? numbers.error
  if (failure) return <Failure error={failure} />
  if (!agents.data || !numbers.data) return <SkeletonLines count={3} />
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label={t('field.name')} required className="sm:col-span-2">
        {(ids) => (
          <Input
            {...ids}
            required
            maxLength={100}
            dir="auto"
            value={draft.name}
            onChange={({ target }) => change({ name: target.value })}
          />
        )}
      </Field>
      <Field
        label={t('campaigns.agent')}
        hint={agents.data.length === 0 ? t('campaigns.noAgents') : undefined}
        required
      >
        {(ids) => (
          <Select
            {...ids}
            required
            value={draft.agentId}
            onChange={({ target }) => change({ agentId: target.value })}
          >
            <option value="">{t('campaigns.choose')}</option>
            {agents.data.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label={t('campaigns.number')}
        hint={numbers.data.length === 0 ? t('campaigns.noNumbers') : undefined}
      >
        {(ids) => (
          <Select
            {...ids}
            value={draft.phoneNumberId}
            onChange={({ target }) => change({ phoneNumberId: target.value })}
          >
            <option value="">{t('campaigns.numberOfAgent')}</option>
            {numbers.data.map((number) => (
              <option key={number.id} value={number.id}>
                {nameOf(number)}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  )
}

function nameOf({ number, label }: PhoneNumber): string {
  return label === number ? number : `${label} (${number})`
}

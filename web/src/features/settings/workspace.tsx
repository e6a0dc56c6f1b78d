import type { Workspace } from '@parley/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { t } from '../../i18n/index.ts'
import { Card, SkeletonLines } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Check, Field, Input, Select } from '../../ui/field.tsx'
import { Failure, NoPermission, Refused } from '../../ui/states.tsx'
import { tell } from '../../ui/toast.ts'
import { SettingsPage } from './settings-nav.tsx'

export function WorkspaceSettings() {
  const isAdmin = useMay('admin')
  const workspace = useQuery({ queryKey: ['workspace'], queryFn: () => parley.workspace.get() })
  return (
    <SettingsPage>
      {!isAdmin && <NoPermission />}
      {isAdmin && workspace.isPending && <SkeletonLines count={6} />}
      {isAdmin && workspace.isError && <Failure error={workspace.error} />}
      {isAdmin && workspace.data && <WorkspaceForm workspace={workspace.data} />}
    </SettingsPage>
  )
}

const switches = ['leads_from_calls', 'leads_from_meetings', 'open_meetings_webhook'] as const

function WorkspaceForm({ workspace }: { readonly workspace: Workspace }) {
  const cache = useQueryClient()
  const [values, setValues] = useState(workspace)
  const set = (changes: Partial<Workspace>) => setValues({ ...values, ...changes })
  const save = useMutation({
    mutationFn: () => {
      const { name, default_country, time_zone } = values
      const flags = Object.fromEntries(switches.map((key) => [key, values[key]]))
      return parley.workspace.update({ name, default_country, time_zone, ...flags })
    },
    onSuccess: () => tell(t('form.saved')),
    onSettled() {
      void cache.invalidateQueries({ queryKey: ['workspace'] })
      void cache.invalidateQueries({ queryKey: ['me'] })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Card title={t('nav.workspace')}>
      <form className="flex flex-col gap-4" onSubmit={submit}>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label={t('field.name')} className="sm:col-span-2">
            {(ids) => (
              <Input
                {...ids}
                required
                value={values.name}
                onChange={({ target }) => set({ name: target.value })}
              />
            )}
          </Field>
          <Field label={t('workspace.country')} hint={t('workspace.countryHint')}>
            {(ids) => (
              <Input
                {...ids}
                required
                maxLength={2}
                value={values.default_country}
                onChange={({ target }) => set({ default_country: target.value.toUpperCase() })}
              />
            )}
          </Field>
          <Field label={t('workspace.timeZone')} hint={t('workspace.timeZoneHint')}>
            {(ids) => (
              <Select
                {...ids}
                value={values.time_zone}
                onChange={({ target }) => set({ time_zone: target.value })}
              >
                {[...new Set([values.time_zone, ...Intl.supportedValuesOf('timeZone')])].map(
                  (zone) => (
                    <option key={zone}>{zone}</option>
                  ),
                )}
              </Select>
            )}
          </Field>
        </div>
        {switches.map((key) => (
          <Check
            key={key}
            label={t(`workspace.${key}`)}
            hint={t(`workspace.${key}_hint`)}
            checked={values[key]}
            onChange={({ target }) => set({ [key]: target.checked })}
          />
        ))}
        <Refused error={save.error} />
        <Button look="primary" type="submit" className="self-start" disabled={save.isPending}>
          {t('action.save')}
        </Button>
      </form>
    </Card>
  )
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMe } from '../../api/queries.ts'
import { session } from '../../api/session.ts'
import { chooseTimeZone, formatAgo, timeZone } from '../../i18n/format.ts'
import { chooseLanguage, currentLanguage, type Language, languages, t } from '../../i18n/index.ts'
import { shortcutsAreOn, switchShortcuts } from '../../shell/shortcuts.ts'
import {
  chooseContrast,
  chooseTheme,
  chosenContrast,
  chosenTheme,
  type Theme,
  themes,
} from '../../ui/appearance.ts'
import { Badge, Card, SkeletonLines } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Check, Field, Input, Select } from '../../ui/field.tsx'
import { Failure, Refused } from '../../ui/states.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { SettingsPage } from './settings-nav.tsx'

const shortestPassword = 10

/** What concerns the person alone. */
export function Profile() {
  return (
    <SettingsPage>
      <Person />
      <Appearance />
      <Password />
      <Sessions />
    </SettingsPage>
  )
}

function Person() {
  const { user, role } = useMe()
  const cache = useQueryClient()
  const [name, setName] = useState(user.name)
  const rename = useMutation({
    mutationFn: () => session.rename(name.trim()),
    onSuccess: () => tell(t('form.saved')),
    onSettled: () => cache.invalidateQueries({ queryKey: ['me'] }),
  })
  return (
    <Card title={t('profile.person')}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          rename.mutate()
        }}
      >
        <Field label={t('field.name')}>
          {(ids) => (
            <Input
              {...ids}
              required
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <p className="text-muted">
          <bdi>{user.email}</bdi> · {t(`role.${role}`)}
        </p>
        <Refused error={rename.error} />
        <Button
          look="primary"
          type="submit"
          className="self-start"
          disabled={rename.isPending || name.trim() === user.name}
        >
          {t('action.save')}
        </Button>
      </form>
    </Card>
  )
}

function Appearance() {
  const [shortcuts, setShortcuts] = useState(shortcutsAreOn)
  const [zone, setZone] = useState(timeZone)
  return (
    <Card title={t('profile.appearance')}>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t('profile.language')}>
          {(ids) => (
            <Select
              {...ids}
              value={currentLanguage()}
              onChange={({ target }) => chooseLanguage(target.value as Language)}
            >
              {Object.entries(languages).map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('profile.timeZone')}>
          {(ids) => (
            <Select
              {...ids}
              value={zone}
              onChange={({ target }) => {
                chooseTimeZone(target.value)
                setZone(target.value)
              }}
            >
              {[...new Set([zone, ...Intl.supportedValuesOf('timeZone')])].map((name) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('profile.theme')}>
          {(ids) => (
            <Select
              {...ids}
              defaultValue={chosenTheme()}
              onChange={({ target }) => chooseTheme(target.value as Theme)}
            >
              {themes.map((theme) => (
                <option key={theme} value={theme}>
                  {t(`theme.${theme}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <div className="flex flex-col justify-end gap-2">
          <Check
            label={t('profile.contrast')}
            defaultChecked={chosenContrast() === 'high'}
            onChange={({ target }) => chooseContrast(target.checked ? 'high' : 'normal')}
          />
          <Check
            label={t('profile.shortcuts')}
            checked={shortcuts}
            onChange={({ target }) => {
              switchShortcuts(target.checked)
              setShortcuts(target.checked)
            }}
          />
        </div>
      </div>
    </Card>
  )
}

function Password() {
  const [present, setPresent] = useState('')
  const [next, setNext] = useState('')
  const change = useMutation({
    mutationFn: () => session.changePassword(present, next),
    onSuccess() {
      setPresent('')
      setNext('')
      tell(t('profile.passwordChanged'))
    },
  })
  return (
    <Card title={t('signIn.password')}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate()
        }}
      >
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label={t('profile.presentPassword')}>
            {(ids) => (
              <Input
                {...ids}
                type="password"
                autoComplete="current-password"
                required
                value={present}
                onChange={({ target }) => setPresent(target.value)}
              />
            )}
          </Field>
          <Field
            label={t('reset.password')}
            hint={t('reset.passwordHint', { count: shortestPassword })}
          >
            {(ids) => (
              <Input
                {...ids}
                type="password"
                autoComplete="new-password"
                required
                minLength={shortestPassword}
                value={next}
                onChange={({ target }) => setNext(target.value)}
              />
            )}
          </Field>
        </div>
        <Refused error={change.error} />
        <Button type="submit" className="self-start" disabled={change.isPending}>
          {t('profile.changePassword')}
        </Button>
      </form>
    </Card>
  )
}

/** Where the person is signed in. */
function Sessions() {
  const cache = useQueryClient()
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: session.list })
  const current = useQuery({ queryKey: ['session'], queryFn: session.current })
  const end = useMutation({
    mutationFn: (token: string | undefined) => (token ? session.end(token) : session.endOthers()),
    onSuccess: () => tell(t('profile.sessionsEnded')),
    onError: tellFailure,
    onSettled: () => cache.invalidateQueries({ queryKey: ['sessions'] }),
  })
  return (
    <Card
      title={t('profile.sessions')}
      actions={
        <Button size="sm" disabled={end.isPending} onClick={() => end.mutate(undefined)}>
          {t('profile.endOthers')}
        </Button>
      }
      flush
    >
      {sessions.isPending && <SkeletonLines count={3} />}
      {sessions.isError && <Failure error={sessions.error} />}
      <ul>
        {sessions.data?.map((one) => {
          const isThis = one.id === current.data?.session.id
          return (
            <li
              key={one.id}
              className="flex items-center gap-3 border-b border-line px-4 py-2.5 last:border-b-0"
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate">{browserOf(one.userAgent)}</span>
                <span className="text-xs text-faint">
                  <bdi>{one.ipAddress}</bdi> · {formatAgo(one.createdAt)}
                </span>
              </span>
              {isThis ? (
                <Badge tone="good">{t('profile.thisSession')}</Badge>
              ) : (
                <Button look="ghost" size="sm" onClick={() => end.mutate(one.token)}>
                  {t('profile.endSession')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

/** The part of the header that people know. */
function browserOf(agent: string | null): string {
  const [, name] = /(Firefox|Edg|OPR|Chrome|Safari)\/\d+/.exec(agent ?? '') ?? []
  const [, system] = /\((?:[^;)]*; )?([^;)]+)/.exec(agent ?? '') ?? []
  return (
    [name?.replace('Edg', 'Edge').replace('OPR', 'Opera'), system].filter(Boolean).join(' · ') ||
    '–'
  )
}

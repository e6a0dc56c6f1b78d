import { ParleyError } from '@parley/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useLocation, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { parley } from '../../api/client.ts'
import { session } from '../../api/session.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import { Door } from './door.tsx'

const shortestPassword = 10

/** Joins by the link of a mail: new people choose a name and a password, others sign in first. */
export function AcceptInvitation() {
  const [{ id = '', token = '' }] = useUrl()
  const { href } = useLocation()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const cache = useQueryClient()
  const router = useRouter()
  const join = useMutation({
    async mutationFn() {
      const person = password ? { name, password } : {}
      const { email } = await parley.invitations.accept(id, { token, ...person })
      if (password) await session.signIn(email, password)
    },
    onSuccess() {
      cache.clear()
      router.history.push('/')
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    join.mutate()
  }
  const isKnown = join.error instanceof ParleyError && join.error.code === 'NOT_AUTHENTICATED'
  return (
    <Door title={t('join.title')} text={t('join.text')}>
      <form className="flex flex-col gap-3.5" onSubmit={submit}>
        <Field label={t('field.name')}>
          {(ids) => (
            <Input
              {...ids}
              autoComplete="name"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field
          label={t('signIn.password')}
          hint={t('reset.passwordHint', { count: shortestPassword })}
        >
          {(ids) => (
            <Input
              {...ids}
              type="password"
              autoComplete="new-password"
              minLength={shortestPassword}
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Refused error={join.error} />
        <Button look="primary" type="submit" disabled={join.isPending}>
          {t('join.action')}
        </Button>
        <p className="text-muted">{isKnown ? t('join.known') : t('join.knownHint')}</p>
        <Link to="/sign-in" search={{ to: href }} className={buttonClass('ghost')}>
          {t('signIn.action')}
        </Link>
      </form>
    </Door>
  )
}

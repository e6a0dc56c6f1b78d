import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { session } from '../../api/session.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import { Door } from './door.tsx'

/** Only back to our own pages. */
function ownPath(path: string | undefined): string {
  return path && /^\/(?![/\\])/.test(path) ? path : '/'
}

export function SignIn() {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [search] = useUrl()
  const cache = useQueryClient()
  const router = useRouter()
  const enter = useMutation({
    mutationFn: () => session.signIn(email.trim(), password),
    onSuccess() {
      cache.clear()
      router.history.push(ownPath(search.to))
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    enter.mutate()
  }
  return (
    <Door title={t('signIn.title')} text={t('signIn.text')}>
      <form className="flex flex-col gap-3.5" onSubmit={submit}>
        <Field label={t('field.email')}>
          {(ids) => (
            <Input
              {...ids}
              type="email"
              name="email"
              autoComplete="username"
              required
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('signIn.password')}>
          {(ids) => (
            <Input
              {...ids}
              type="password"
              name="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Refused error={enter.error} />
        <Button look="primary" type="submit" disabled={enter.isPending} className="h-9!">
          {t('signIn.action')}
        </Button>
        <Link
          to="/forgot-password"
          className="text-center text-muted hover:text-text hover:underline"
        >
          {t('signIn.forgot')}
        </Link>
      </form>
    </Door>
  )
}

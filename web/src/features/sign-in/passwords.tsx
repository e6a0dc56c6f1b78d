import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { session } from '../../api/session.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import { Door } from './door.tsx'

/** As the server has it. */
const shortestPassword = 10

export function ForgotPassword() {
  const [email, setEmail] = useState('')
  const ask = useMutation({ mutationFn: () => session.askForReset(email.trim()) })
  if (ask.isSuccess)
    return (
      <Door title={t('forgot.sent')} text={t('forgot.sentText')}>
        {back}
      </Door>
    )
  return (
    <Door title={t('forgot.title')} text={t('forgot.text')}>
      <form
        className="flex flex-col gap-3.5"
        onSubmit={(event) => {
          event.preventDefault()
          ask.mutate()
        }}
      >
        <Field label={t('field.email')}>
          {(ids) => (
            <Input
              {...ids}
              type="email"
              autoComplete="username"
              required
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Refused error={ask.error} />
        <Button look="primary" type="submit" disabled={ask.isPending}>
          {t('forgot.action')}
        </Button>
        {back}
      </form>
    </Door>
  )
}

export function ResetPassword() {
  const [{ token = '' }] = useUrl()
  const [password, setPassword] = useState('')
  const reset = useMutation({ mutationFn: () => session.resetPassword(token, password) })
  if (reset.isSuccess)
    return (
      <Door title={t('reset.done')} text={t('reset.doneText')}>
        {back}
      </Door>
    )
  return (
    <Door title={t('reset.title')}>
      <form
        className="flex flex-col gap-3.5"
        onSubmit={(event) => {
          event.preventDefault()
          reset.mutate()
        }}
      >
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
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Refused error={reset.error} />
        <Button look="primary" type="submit" disabled={reset.isPending}>
          {t('reset.action')}
        </Button>
        {back}
      </form>
    </Door>
  )
}

const back = <BackToSignIn />

function BackToSignIn() {
  return (
    <Link to="/sign-in" className={buttonClass('ghost')}>
      {t('signIn.back')}
    </Link>
  )
}

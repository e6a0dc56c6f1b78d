import type { Role, SentInvitation } from '@parley/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Copy } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { formatDate } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Badge, Card, SkeletonLines, type Tone } from '../../ui/bits.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Failure, Refused } from '../../ui/states.tsx'
import { copy, tell, tellFailure } from '../../ui/toast.ts'

const roles = ['owner', 'admin', 'manager', 'rep', 'viewer'] as const satisfies Role[]

type RoleSelectProps = {
  readonly label?: string
  readonly id?: string
  readonly value: Role
  readonly disabled?: boolean
  readonly onChange: (role: Role) => void
}

export function RoleSelect({ label, id, value, disabled, onChange }: RoleSelectProps) {
  return (
    <select
      id={id}
      aria-label={label}
      disabled={disabled}
      className="field w-36!"
      value={value}
      onChange={({ target }) => onChange(target.value as Role)}
    >
      {roles.map((role) => (
        <option key={role} value={role}>
          {t(`role.${role}`)}
        </option>
      ))}
    </select>
  )
}

const tones = {
  pending: 'info',
  accepted: 'good',
  revoked: 'neutral',
  expired: 'warn',
} as const satisfies Record<string, Tone>

export function Invitations() {
  const cache = useQueryClient()
  const invitations = useQuery({
    queryKey: ['invitations'],
    queryFn: async () => (await parley.invitations.list()).data,
  })
  const options = {
    onError: tellFailure,
    onSettled: () => cache.invalidateQueries({ queryKey: ['invitations'] }),
  }
  const revoke = useMutation({
    mutationFn: (id: string) => parley.invitations.revoke(id),
    onSuccess: () => tell(t('members.revoked')),
    ...options,
  })
  const [sent, setSent] = useState<SentInvitation>()
  const resend = useMutation({
    mutationFn: (id: string) => parley.invitations.resend(id),
    onSuccess: setSent,
    ...options,
  })
  if (invitations.data?.length === 0) return null
  return (
    <Card title={t('members.invitations')} flush>
      {invitations.isPending && <SkeletonLines count={3} />}
      {invitations.isError && <Failure error={invitations.error} />}
      <ul>
        {invitations.data?.map(({ id, email, role, status, expires_at: until }) => (
          <li
            key={id}
            className="flex flex-wrap items-center gap-3 border-b border-line px-4 py-2.5 last:border-b-0"
          >
            <span className="min-w-0 flex-1">
              <span className="block truncate">{email}</span>
              <span className="text-xs text-faint">
                {t(`role.${role}`)} · {t('members.until', { day: formatDate(until) })}
              </span>
            </span>
            <Badge tone={tones[status]}>{t(`invitation.${status}`)}</Badge>
            {(status === 'pending' || status === 'expired') && (
              <Button look="ghost" size="sm" onClick={() => resend.mutate(id)}>
                {t('members.resend')}
              </Button>
            )}
            {status === 'pending' && (
              <Button look="ghost" size="sm" onClick={() => revoke.mutate(id)}>
                {t('members.revoke')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sent && (
        <Modal open onClose={() => setSent(undefined)} title={t('members.sent')}>
          <SentNote invitation={sent} />
        </Modal>
      )}
    </Card>
  )
}

/** Without a mail server the link is passed on by hand. */
function SentNote({ invitation }: { readonly invitation: SentInvitation }) {
  const { accept_url: url, mail_sent: isMailed, email } = invitation
  return (
    <div className="flex flex-col gap-3">
      <p>{isMailed ? t('members.mailed', { email }) : t('members.notMailed')}</p>
      {url && (
        <div className="flex items-center gap-2">
          <Input readOnly dir="ltr" aria-label={t('members.link')} value={url} />
          <IconButton label={t('action.copy')} onClick={() => void copy(url)}>
            <Copy aria-hidden size={15} />
          </IconButton>
        </div>
      )}
    </div>
  )
}

export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const cache = useQueryClient()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('rep')
  const invite = useMutation({
    mutationFn: () => parley.invitations.create({ email, role }),
    onSettled: () => cache.invalidateQueries({ queryKey: ['invitations'] }),
  })
  return (
    <Modal open onClose={onClose} title={t('members.invite')} description={t('members.inviteText')}>
      {invite.data ? (
        <SentNote invitation={invite.data} />
      ) : (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            invite.mutate()
          }}
        >
          <Field label={t('field.email')} required>
            {(ids) => (
              <Input
                {...ids}
                type="email"
                required
                value={email}
                onChange={({ target }) => setEmail(target.value)}
              />
            )}
          </Field>
          <Field label={t('members.role')} hint={t(`roleText.${role}`)}>
            {({ id }) => <RoleSelect id={id} value={role} onChange={setRole} />}
          </Field>
          <Refused error={invite.error} />
          <Button look="primary" type="submit" className="self-end" disabled={invite.isPending}>
            {t('members.send')}
          </Button>
        </form>
      )}
    </Modal>
  )
}

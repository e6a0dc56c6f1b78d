import type { Member, Role } from '@parley/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { membersQuery, useMay, useMe } from '../../api/queries.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Avatar, Card, SkeletonLines } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/dialog.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Failure, Refused } from '../../ui/states.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { InviteDialog, Invitations, RoleSelect } from './invitations.tsx'
import { SettingsPage } from './settings-nav.tsx'

/** Who is in the workspace, and who is asked to join. */
export function Members() {
  const members = useQuery(membersQuery)
  const isAdmin = useMay('admin')
  const [search, setSearch] = useUrl()
  return (
    <SettingsPage>
      <Card
        title={t('nav.members')}
        actions={
          isAdmin && (
            <Button look="primary" size="sm" onClick={() => setSearch({ open: 'new' })}>
              <Plus aria-hidden size={14} />
              {t('members.invite')}
            </Button>
          )
        }
        flush
      >
        {members.isPending && <SkeletonLines count={5} />}
        {members.isError && <Failure error={members.error} />}
        <ul>
          {members.data?.map((member) => (
            <MemberLine key={member.id} member={member} canEdit={isAdmin} />
          ))}
        </ul>
      </Card>
      {isAdmin && <Invitations />}
      {isAdmin && search.open === 'new' && (
        <InviteDialog onClose={() => setSearch({ open: undefined })} />
      )}
    </SettingsPage>
  )
}

function MemberLine({ member, canEdit }: { readonly member: Member; readonly canEdit: boolean }) {
  const { user } = useMe()
  const cache = useQueryClient()
  const [isLeaving, setIsLeaving] = useState(false)
  const change = useMutation({
    mutationFn: (role: Role) => parley.members.update(member.id, { role }),
    onSuccess: () => tell(t('form.saved')),
    onError: tellFailure,
    onSettled: () => cache.invalidateQueries({ queryKey: ['members'] }),
  })
  return (
    <li className="flex flex-wrap items-center justify-end gap-3 border-b border-line px-4 py-2.5 last:border-b-0">
      <Avatar name={member.name} size={28} />
      <span className="min-w-0 flex-1 max-sm:basis-[calc(100%-3rem)]">
        <span className="block truncate font-medium">{member.name}</span>
        <span className="block truncate text-xs text-faint">{member.email}</span>
      </span>
      {canEdit ? (
        <RoleSelect
          label={t('members.roleOf', { name: member.name })}
          value={member.role}
          disabled={change.isPending}
          onChange={(role) => change.mutate(role)}
        />
      ) : (
        <span className="text-muted">{t(`role.${member.role}`)}</span>
      )}
      {canEdit && member.user_id !== user.id && (
        <Button look="ghost" size="sm" onClick={() => setIsLeaving(true)}>
          {t('members.remove')}
        </Button>
      )}
      {isLeaving && <RemoveDialog member={member} onClose={() => setIsLeaving(false)} />}
    </li>
  )
}

/** Records are never left without an owner. */
function RemoveDialog({
  member,
  onClose,
}: {
  readonly member: Member
  readonly onClose: () => void
}) {
  const cache = useQueryClient()
  const { user } = useMe()
  const members = useQuery(membersQuery).data ?? []
  const [heir, setHeir] = useState(user.id)
  const remove = useMutation({
    mutationFn: () => parley.members.remove(member.id, { reassign_to: heir }),
    onSuccess() {
      tell(t('members.removed', { name: member.name }))
      void cache.invalidateQueries()
      onClose()
    },
  })
  return (
    <Confirm
      open
      onClose={onClose}
      title={t('members.removeTitle', { name: member.name })}
      description={t('members.removeText')}
      action={t('members.remove')}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      <Field label={t('members.heir')}>
        {(ids) => (
          <Select {...ids} value={heir} onChange={({ target }) => setHeir(target.value)}>
            {members
              .filter(({ id }) => id !== member.id)
              .map(({ user_id, name }) => (
                <option key={user_id} value={user_id}>
                  {name}
                </option>
              ))}
          </Select>
        )}
      </Field>
      <div className="mt-3">
        <Refused error={remove.error} />
      </div>
    </Confirm>
  )
}

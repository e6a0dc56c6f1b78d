import type { DoNotCall as Entry } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { PhoneOff, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { formatDate } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Badge } from '../../ui/bits.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Confirm } from '../../ui/dialog.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import { AddNumbers } from './add-numbers.tsx'
import { CampaignsPage } from './campaigns-page.tsx'
import { NumberList } from './number-list.tsx'

/** Numbers that nobody may call: those of the workspace, and of single campaigns. */
export function DoNotCall() {
  const [search, setSearch] = useUrl()
  const mayWrite = useMay('write')
  const add = () => setSearch({ open: 'new' })
  return (
    <CampaignsPage
      actions={
        mayWrite && (
          <Button look="primary" size="sm" onClick={add}>
            <Plus aria-hidden size={14} />
            {t('doNotCall.add')}
          </Button>
        )
      }
    >
      <NumberList
        title={t('doNotCall.title')}
        icon={PhoneOff}
        emptyText={t('doNotCall.emptyText')}
        name="do-not-call"
        load={(asked) => parley.doNotCall.list(asked)}
        row={(entry) => <EntryRow entry={entry} />}
      />
      {search.open === 'new' && <AddNumbers onClose={() => setSearch({ open: undefined })} />}
    </CampaignsPage>
  )
}

function EntryRow({ entry }: { readonly entry: Entry }) {
  const cache = useQueryClient()
  const mayDelete = useMay('delete')
  const [asks, setAsks] = useState(false)
  const { id, phoneNumber, source, note, campaignId, callId, createdAt } = entry
  const remove = useMutation({
    mutationFn: () => parley.doNotCall.remove(id),
    onSuccess: () => tell(t('doNotCall.removed')),
    onError: tellFailure,
    onSettled() {
      setAsks(false)
      return cache.invalidateQueries({ queryKey: ['do-not-call'] })
    },
  })
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 last:border-b-0">
      <span className="figures w-40 font-medium">
        <bdi dir="ltr">{phoneNumber}</bdi>
      </span>
      <Badge tone={source === 'opt_out' ? 'warn' : 'neutral'}>{t(`doNotCallBy.${source}`)}</Badge>
      <span className="min-w-0 flex-1 truncate text-muted max-sm:basis-full" dir="auto">
        {note}
      </span>
      {campaignId && (
        <Link
          to="/campaigns/$id"
          params={{ id: campaignId }}
          className="text-xs text-accent hover:underline"
        >
          {t('doNotCall.ofCampaign')}
        </Link>
      )}
      {callId && (
        <Link
          to="/agents/calls/$id"
          params={{ id: callId }}
          className="text-xs text-accent hover:underline"
        >
          {t('recipients.openCall')}
        </Link>
      )}
      <time className="figures text-xs text-faint" dateTime={createdAt}>
        {formatDate(createdAt)}
      </time>
      {mayDelete && (
        <IconButton
          label={t('doNotCall.remove', { number: phoneNumber })}
          onClick={() => setAsks(true)}
        >
          <Trash2 aria-hidden size={14} />
        </IconButton>
      )}
      <Confirm
        open={asks}
        onClose={() => setAsks(false)}
        title={t('doNotCall.remove', { number: phoneNumber })}
        description={t('doNotCall.removeText')}
        action={t('doNotCall.take')}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </li>
  )
}

import type { RecipientAttempt, RecipientInFull } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { parley } from '../../api/client.ts'
import { formatLength, formatMoment } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Badge, SkeletonLines, type Tone } from '../../ui/bits.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Failure } from '../../ui/states.tsx'
import { recipientTones } from './campaign-status.tsx'

const lookAgainMs = 3_000

type LogProps = {
  readonly campaignId: string
  readonly recipientId: string
  readonly isLive: boolean
  readonly onClose: () => void
}

/** One person of a campaign: every call, and what comes next. */
export function RecipientLog({ campaignId, recipientId, isLive, onClose }: LogProps) {
  const recipient = useQuery({
    queryKey: ['campaigns', 'recipient', campaignId, recipientId],
    queryFn: () => parley.campaigns.recipient({ id: campaignId, recipientId }),
    refetchInterval: isLive ? lookAgainMs : false,
  })
  const { data } = recipient
  return (
    <Modal
      open
      onClose={onClose}
      title={data?.name ?? data?.phoneNumber ?? t('state.loading')}
      wide
    >
      {recipient.isPending && <SkeletonLines count={5} />}
      {recipient.isError && <Failure error={recipient.error} />}
      {data && (
        <div className="flex flex-col gap-4">
          <Person person={data} />
          <h3 className="text-xs font-medium text-muted">{t('recipients.calls')}</h3>
          {data.calls.length === 0 && <p className="text-muted">{t('recipients.noCalls')}</p>}
          <ol className="flex flex-col gap-2">
            {data.calls.map((call) => (
              <Attempt key={call.id} call={call} />
            ))}
          </ol>
        </div>
      )}
    </Modal>
  )
}

function Person({ person }: { readonly person: RecipientInFull }) {
  const { phoneNumber, timezones, status, skipReason, nextRetryAt, dynamicVariables } = person
  const variables = Object.entries(dynamicVariables)
  const facts = [
    [
      t('field.phone'),
      <bdi dir="ltr" key="phone">
        {phoneNumber}
      </bdi>,
    ],
    [t('recipients.zone'), timezones.join(', ') || '–'],
    ...(nextRetryAt ? [[t('recipients.next'), formatMoment(nextRetryAt)] as const] : []),
    ...(skipReason ? [[t('recipients.why'), t(`skipReason.${skipReason}`)] as const] : []),
  ] as const
  return (
    <div className="flex flex-col gap-3">
      <Badge tone={recipientTones[status]} className="self-start">
        {t(`recipientStatus.${status}`)}
      </Badge>
      <dl className="grid grid-cols-[9rem_1fr] gap-x-3 gap-y-1">
        {facts.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
        {variables.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="truncate font-mono text-xs text-faint">
              <bdi dir="ltr">{`{{${name}}}`}</bdi>
            </dt>
            <dd className="min-w-0 break-words">
              <bdi>{typeof value === 'string' ? value : JSON.stringify(value)}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function toneOf(outcome: RecipientAttempt['outcome']): Tone {
  if (outcome === null) return 'info'
  if (outcome === 'answered') return 'good'
  return ['failed', 'invalid', 'blocked'].includes(outcome) ? 'bad' : 'warn'
}

function Attempt({ call }: { readonly call: RecipientAttempt }) {
  const { id, state, startsAt, answeredAt, endedAt, outcome, cause } = call
  const spoke =
    answeredAt && endedAt ? (Date.parse(endedAt) - Date.parse(answeredAt)) / 1_000 : undefined
  return (
    <li className="figures flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-line px-3 py-2">
      <Badge tone={toneOf(outcome)}>
        {outcome ? t(`callOutcome.${outcome}`) : t(`attemptState.${state}`)}
      </Badge>
      <time dateTime={startsAt}>{formatMoment(startsAt)}</time>
      {spoke !== undefined && <span className="text-muted">{formatLength(spoke)}</span>}
      {cause && (
        <span
          className="min-w-0 flex-1 basis-40 truncate text-xs text-faint"
          title={cause}
          dir="auto"
        >
          {cause}
        </span>
      )}
      {outcome !== 'not_placed' && state !== 'placing' && (
        <Link
          to="/agents/calls/$id"
          params={{ id }}
          className={buttonClass('ghost', 'sm', 'ms-auto')}
        >
          {t('recipients.openCall')}
        </Link>
      )}
    </li>
  )
}

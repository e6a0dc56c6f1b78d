import type { Integration, IntegrationName } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import {
  AudioLines,
  Brain,
  ChevronRight,
  HardDrive,
  Library,
  type LucideIcon,
  Mail,
  Mic,
  Phone,
  Video,
} from 'lucide-react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Badge, Card, Page, SkeletonLines, type Tone } from '../../ui/bits.tsx'
import { Failure } from '../../ui/states.tsx'
import { TestButton } from './test-button.tsx'

const icons: Readonly<Record<IntegrationName, LucideIcon>> = {
  language_model: Brain,
  speech_to_text: Mic,
  text_to_speech: AudioLines,
  embeddings: Library,
  telephony: Phone,
  mail: Mail,
  media_storage: HardDrive,
}

const tones = { service: 'good', local: 'info', off: 'neutral' } as const satisfies Record<
  Integration['state'],
  Tone
>

/** What Parley works with, and whether each of it does its part. */
export function Integrations() {
  const isAdmin = useMay('admin')
  return (
    <Page title={t('nav.integrations')}>
      <FathomLink />
      {isAdmin && <Services />}
    </Page>
  )
}

/** Each person connects their own. */
function FathomLink() {
  const fathom = useQuery({ queryKey: ['fathom'], queryFn: () => parley.fathom.get() })
  return (
    <Card flush>
      <Link
        to="/integrations/fathom"
        className="flex items-center gap-3 rounded-lg px-4 py-3 hover:bg-hover"
      >
        <Video aria-hidden size={18} className="shrink-0 text-muted" />
        <span className="min-w-0 flex-1">
          <span className="block font-semibold">{t('fathom.title')}</span>
          <span className="block text-xs text-muted">{t('fathom.text')}</span>
        </span>
        {fathom.data && (
          <Badge tone={fathom.data.connected ? 'good' : 'neutral'}>
            {fathom.data.connected ? t('fathom.connected') : t('fathom.notConnected')}
          </Badge>
        )}
        <ChevronRight aria-hidden size={16} className="shrink-0 text-faint rtl:rotate-180" />
      </Link>
    </Card>
  )
}

function Services() {
  const integrations = useQuery({
    queryKey: ['integrations'],
    queryFn: () => parley.integrations.list(),
  })
  return (
    <>
      {integrations.isPending && (
        <Card>
          <SkeletonLines count={9} />
        </Card>
      )}
      {integrations.isError && (
        <Failure error={integrations.error} retry={() => void integrations.refetch()} />
      )}
      {integrations.data?.map((integration) => (
        <Service key={integration.name} integration={integration} />
      ))}
      {integrations.data && <p className="text-xs text-faint">{t('integrations.environment')}</p>}
    </>
  )
}

function Service({ integration }: { readonly integration: Integration }) {
  const { name, state, variables, numbers } = integration
  const Icon = icons[name]
  return (
    <Card
      title={
        <span className="flex items-center gap-2">
          <Icon aria-hidden size={15} className="text-muted" />
          {t(`integration.${name}`)}
        </span>
      }
      actions={<Badge tone={tones[state]}>{t(`integrationState.${state}`)}</Badge>}
    >
      <div className="flex flex-col gap-3">
        <p className="text-muted">{t(`integrationText.${name}`)}</p>
        <Facts integration={integration} />
        {name === 'telephony' && numbers.length > 0 && (
          <ul className="figures flex flex-wrap gap-x-4 gap-y-1">
            {numbers.map(({ carrier, count }) => (
              <li key={carrier}>
                {t(`carrier.${carrierOf(carrier)}`)}: {formatNumber(count)}
              </li>
            ))}
          </ul>
        )}
        <TestButton name={name} />
        <details className="text-xs text-muted">
          <summary className="w-fit rounded">{t('integrations.variables')}</summary>
          <p className="pt-1 font-mono break-words" dir="ltr">
            {variables.join(' ')}
          </p>
        </details>
      </div>
    </Card>
  )
}

function Facts({ integration }: { readonly integration: Integration }) {
  const { engine, models, address } = integration
  const facts = [
    ['integrations.engine', engine],
    ['integrations.models', models.join(', ')],
    ['integrations.address', address],
  ] as const
  return (
    <dl className="grid grid-cols-[7rem_1fr] gap-x-3 gap-y-1">
      {facts.map(
        ([label, value]) =>
          value && (
            <div key={label} className="contents">
              <dt className="text-muted">{t(label)}</dt>
              <dd className="min-w-0 break-words">
                <bdi dir="ltr">{value}</bdi>
              </dd>
            </div>
          ),
      )}
    </dl>
  )
}

const carriers = ['TWILIO', 'SIP', 'SIMULATED'] as const

function carrierOf(name: string): (typeof carriers)[number] | 'other' {
  return carriers.find((carrier) => carrier === name) ?? 'other'
}

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { recordsApi } from '../api/records.ts'
import { formatMoney } from '../i18n/format.ts'
import { t } from '../i18n/index.ts'
import { Card, SkeletonLines } from '../ui/bits.tsx'
import { Failure } from '../ui/states.tsx'
import { type Row, textOf } from './resource-view.ts'
import { StageName } from './value.tsx'

const shownAtMost = 50

/** What the records belong to: a field of theirs, and its value. */
export type RelatedTo = {
  readonly key: 'contact_id' | 'company_id' | 'deal_id'
  readonly id: string
}

type RelatedProps = { readonly kind: 'deals' | 'contacts'; readonly about: RelatedTo }

const looks = {
  deals: { to: '/deals/$id', title: 'nav.deals', none: 'record.noDeals' },
  contacts: { to: '/contacts/$id', title: 'nav.contacts', none: 'record.noContacts' },
} as const

/** Deals of a contact or company, people of a company. */
export function RelatedRecords({ kind, about: { key, id } }: RelatedProps) {
  const { to, title, none } = looks[kind]
  const list = useQuery({
    queryKey: [kind, 'of', key, id],
    queryFn: ({ signal }) =>
      recordsApi[kind].list({ [key]: id, limit: shownAtMost, count: 'none' }, { signal }),
  })
  return (
    <Card title={t(title)} flush>
      {list.isPending && <SkeletonLines count={3} />}
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.data?.data.length === 0 && <p className="px-4 py-3 text-muted">{t(none)}</p>}
      <ul>
        {list.data?.data.map((row) => (
          <li key={row.id} className="border-b border-line last:border-b-0 hover:bg-hover">
            <Link
              to={to}
              params={{ id: row.id }}
              className="flex min-h-10 items-center gap-3 px-4 py-1.5"
            >
              {kind === 'deals' ? <DealLine deal={row} /> : <ContactLine contact={row} />}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function DealLine({ deal }: { readonly deal: Row }) {
  return (
    <>
      <span className="min-w-0 flex-1 truncate font-medium" dir="auto">
        {textOf(deal.title)}
      </span>
      <span className="text-muted">
        <StageName stage={textOf(deal.stage)} />
      </span>
      <span className="figures w-20 text-end font-semibold">{formatMoney(Number(deal.value))}</span>
    </>
  )
}

function ContactLine({ contact }: { readonly contact: Row }) {
  return (
    <>
      <span className="min-w-0 flex-1 truncate font-medium" dir="auto">
        {textOf(contact.full_name)}
      </span>
      <span className="truncate text-muted" dir="auto">
        {textOf(contact.title)}
      </span>
      <span className="truncate text-faint" dir="ltr">
        {textOf(contact.email)}
      </span>
    </>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { BookOpen, KeyRound } from 'lucide-react'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { PageHeader, SkeletonLines } from '../../ui/bits.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Empty, Failure } from '../../ui/states.tsx'
import { Method } from './method.tsx'
import { type Endpoint, loadEndpoints } from './openapi.ts'
import { Tester } from './tester.tsx'

/** Every endpoint, to be tried out. */
export function ApiTesting() {
  const [search] = useUrl()
  const endpoints = useQuery({
    queryKey: ['openapi'],
    queryFn: loadEndpoints,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const chosen = endpoints.data?.find(({ id }) => id === search.operation)
  return (
    <div className="flex h-full flex-col">
      <PageHeader
        title={t('nav.apiTesting')}
        actions={
          <>
            <Link to="/developers/keys" className={buttonClass('default', 'sm')}>
              <KeyRound aria-hidden size={13} />
              {t('developers.keys')}
            </Link>
            <a
              href="/docs"
              target="_blank"
              rel="noreferrer"
              className={buttonClass('default', 'sm')}
            >
              <BookOpen aria-hidden size={13} />
              {t('shell.reference')}
            </a>
          </>
        }
      />
      {endpoints.isPending && <SkeletonLines count={10} />}
      {endpoints.isError && (
        <Failure error={endpoints.error} retry={() => void endpoints.refetch()} />
      )}
      {endpoints.data && (
        <div className="flex min-h-0 flex-1 flex-col md:flex-row">
          <EndpointList endpoints={endpoints.data} chosen={chosen} />
          <div className="min-h-0 min-w-0 flex-1 overflow-y-auto" data-scroller>
            {chosen ? (
              <Tester key={chosen.id} endpoint={chosen} />
            ) : (
              <Empty title={t('apiTesting.choose')} text={t('apiTesting.chooseText')} />
            )}
          </div>
        </div>
      )}
    </div>
  )
}

type ListProps = {
  readonly endpoints: readonly Endpoint[]
  readonly chosen: Endpoint | undefined
}

function EndpointList({ endpoints, chosen }: ListProps) {
  const [search, setSearch] = useUrl()
  const wanted = (search.q ?? '').toLowerCase()
  const shown = endpoints.filter(({ id, path, summary, tag }) =>
    `${id} ${path} ${summary} ${tag}`.toLowerCase().includes(wanted),
  )
  const tags = [...new Set(shown.map(({ tag }) => tag))]
  return (
    <div
      className={cx(
        'flex min-h-0 shrink-0 flex-col border-line md:w-80 md:border-e',
        chosen && 'max-h-56 border-b md:max-h-none md:border-b-0',
      )}
    >
      <div className="border-b border-line p-2">
        <input
          type="search"
          className="field"
          aria-label={t('apiTesting.search')}
          placeholder={t('apiTesting.search')}
          value={search.q ?? ''}
          onChange={({ target }) => setSearch({ q: target.value || undefined })}
        />
      </div>
      <nav aria-label={t('apiTesting.endpoints')} className="min-h-0 flex-1 overflow-y-auto p-2">
        {tags.map((tag) => (
          <div key={tag} className="mb-3">
            <h2 className="px-2 pb-1 text-2xs font-medium text-faint">{tag}</h2>
            <ul>
              {shown
                .filter((endpoint) => endpoint.tag === tag)
                .map((endpoint) => (
                  <li key={endpoint.id}>
                    <button
                      type="button"
                      aria-current={endpoint === chosen || undefined}
                      className="flex w-full items-center gap-1 rounded-md px-2 py-1 text-start hover:bg-hover aria-current:bg-selected"
                      onClick={() => setSearch({ operation: endpoint.id })}
                    >
                      <Method method={endpoint.method} />
                      <span className="truncate" dir="auto">
                        {endpoint.summary}
                      </span>
                    </button>
                  </li>
                ))}
            </ul>
          </div>
        ))}
      </nav>
    </div>
  )
}

import { useQuery } from '@tanstack/react-query'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Badge, Card, SkeletonLines } from '../../ui/bits.tsx'
import { Input } from '../../ui/field.tsx'
import { Failure } from '../../ui/states.tsx'
import { Lines } from './attempt.tsx'
import { DevelopersPage } from './developers-page.tsx'
import { eventTypesQuery } from './webhook-form.tsx'

/** Every event with an example of what is sent. */
export function EventCatalogue() {
  const [search, setSearch] = useUrl()
  const types = useQuery(eventTypesQuery)
  const wanted = (search.q ?? '').toLowerCase()
  const shown = types.data?.filter(({ name }) => name.includes(wanted)) ?? []
  return (
    <DevelopersPage>
      <Input
        type="search"
        aria-label={t('shell.search')}
        placeholder={t('shell.search')}
        value={search.q ?? ''}
        onChange={({ target }) => setSearch({ q: target.value || undefined })}
      />
      {types.isPending && <SkeletonLines count={8} />}
      {types.isError && <Failure error={types.error} />}
      {types.isSuccess && shown.length === 0 && (
        <p className="text-muted">{t('state.nothingFound')}</p>
      )}
      {shown.map(({ name, description, is_coming: isComing, example }) => (
        <Card
          key={name}
          title={
            <span dir="ltr" className="font-mono">
              {name}
            </span>
          }
          actions={isComing && <Badge>{t('events.coming')}</Badge>}
        >
          <p className="mb-2 text-muted rtl:text-right" dir="auto">
            {description}
          </p>
          <Lines title={t('events.example')} text={JSON.stringify(example, null, 2)} />
        </Card>
      ))}
    </DevelopersPage>
  )
}

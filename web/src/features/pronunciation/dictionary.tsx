import type { VoiceDictionary } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { type AgentName, useAgentNames } from '../../api/voice-agents.ts'
import { t } from '../../i18n/index.ts'
import { languageName } from '../../i18n/spoken-languages.ts'
import { Card, Page, SkeletonLines } from '../../ui/bits.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { Failure } from '../../ui/states.tsx'
import { WordEditor } from './word-editor.tsx'

const DeleteDictionary = lazy(async () => ({
  default: (await import('./delete-dictionary.tsx')).DeleteDictionary,
}))

/** One dictionary: its words, and who says them so. */
export function DictionaryScreen() {
  const { id } = useParams({ strict: false }) as { id: string }
  const mayDelete = useMay('delete')
  const found = useQuery({
    queryKey: ['voice-dictionaries', 'one', id],
    queryFn: () => parley.voiceDictionaries.get(id),
  })
  const users = useAgentNames().filter(({ dictionaryIds }) => dictionaryIds.includes(id))
  const { data } = found
  return (
    <Page
      title={
        <span className="flex min-w-0 items-center gap-2">
          <Link
            to="/pronunciation"
            aria-label={t('action.back')}
            className={buttonClass('ghost', 'icon')}
          >
            <ArrowLeft aria-hidden size={16} className="rtl:rotate-180" />
          </Link>
          <span className="truncate" dir="auto">
            {data?.name ?? t('state.loading')}
          </span>
        </span>
      }
      actions={
        data &&
        mayDelete && (
          <Suspense fallback={<span className="size-7" />}>
            <DeleteDictionary dictionary={data} users={users} />
          </Suspense>
        )
      }
    >
      {found.isPending && <SkeletonLines count={8} />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {data && <Whole key={id} dictionary={data} users={users} />}
    </Page>
  )
}

type WholeProps = { readonly dictionary: VoiceDictionary; readonly users: readonly AgentName[] }

function Whole({ dictionary, users }: WholeProps) {
  return (
    <>
      <WordEditor dictionary={dictionary} language={users[0]?.language} />
      <Card title={t('pronunciation.usedBy')} flush={users.length > 0}>
        {users.length === 0 && <p className="text-muted">{t('pronunciation.unused')}</p>}
        <ul>
          {users.map(({ id, name, language }) => (
            <li key={id} className="border-b border-line last:border-b-0 hover:bg-hover">
              <Link
                to="/agents/$id"
                params={{ id }}
                className="flex items-center gap-3 px-4 py-2 -outline-offset-2"
              >
                <span className="min-w-0 flex-1 truncate font-medium" dir="auto">
                  {name}
                </span>
                <span className="text-xs text-faint">{languageName(language)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </Card>
    </>
  )
}

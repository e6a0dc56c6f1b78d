import type { KnowledgePassage } from '@parley/contract'
import { useMutation } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { useAgentNames } from '../../api/voice-agents.ts'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { useUrl } from '../../shell/use-url.ts'
import { Badge, Card, SkeletonLines } from '../../ui/bits.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'

const passagesAtMost = 8

/** What an agent would find when somebody asks this. */
export function SearchPreview() {
  const agents = useAgentNames()
  const [search] = useUrl()
  const [query, setQuery] = useState('')
  const [agentId, setAgentId] = useState(search.agent ?? '')
  const find = useMutation({
    mutationFn: () =>
      parley.knowledge.search({
        query: query.trim(),
        limit: passagesAtMost,
        ...(agentId && { voiceAgentId: agentId }),
      }),
  })
  const { data } = find
  return (
    <Card title={t('knowledge.try')}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          find.mutate()
        }}
      >
        <Field label={t('knowledge.question')}>
          {(ids) => (
            <Input
              {...ids}
              dir="auto"
              required
              maxLength={1_000}
              value={query}
              onChange={({ target }) => setQuery(target.value)}
            />
          )}
        </Field>
        <Field label={t('knowledge.asAgent')}>
          {(ids) => (
            <Select {...ids} value={agentId} onChange={({ target }) => setAgentId(target.value)}>
              <option value="">{t('knowledge.everything')}</option>
              {agents.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Button look="primary" type="submit" disabled={find.isPending || query.trim() === ''}>
          <Search aria-hidden size={14} />
          {t('knowledge.find')}
        </Button>
      </form>
      <div className="mt-4 flex flex-col gap-3" aria-live="polite">
        <Refused error={find.error} />
        {find.isPending && <SkeletonLines count={4} />}
        {data && !find.isPending && (
          <>
            <p className="text-xs text-faint">
              {t('knowledge.found', {
                count: formatNumber(data.passages.length),
                ms: formatNumber(data.tookMs),
                mode: t(`knowledgeMode.${data.mode}`),
              })}
            </p>
            {data.notice && <p className="text-xs text-warn">{data.notice}</p>}
            <ol className="flex flex-col gap-3">
              {data.passages.map((passage) => (
                <Passage key={passage.id} passage={passage} />
              ))}
            </ol>
          </>
        )}
      </div>
    </Card>
  )
}

function Passage({ passage }: { readonly passage: KnowledgePassage }) {
  const [, setSearch] = useUrl()
  const { rank, text, matchedBy, source } = passage
  const place = [
    source.heading,
    source.page !== null && t('knowledge.filePage', { number: formatNumber(source.page) }),
    source.title ?? source.url,
  ].filter(Boolean)
  return (
    <li className="rounded-md border border-line p-3">
      <div className="flex items-center gap-2">
        <span className="figures text-xs text-faint">{formatNumber(rank)}</span>
        <button
          type="button"
          dir="auto"
          className="min-w-0 flex-1 truncate rounded text-start font-medium text-accent"
          onClick={() => setSearch({ open: source.itemId })}
        >
          {source.itemName}
        </button>
        {matchedBy.map((way) => (
          <Badge key={way}>{t(`knowledgeMatch.${way}`)}</Badge>
        ))}
      </div>
      {place.length > 0 && (
        <p dir="auto" className="mt-0.5 truncate text-xs text-faint">
          {place.join(' › ')}
        </p>
      )}
      <p dir="auto" className="mt-1.5 text-xs whitespace-pre-line text-muted">
        {text}
      </p>
    </li>
  )
}

import type { KnowledgeItem, VoiceAgent, VoiceDictionary, WebTool } from '@parley/contract'
import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Badge, SkeletonLines, type Tone } from '../../ui/bits.tsx'
import { Input } from '../../ui/field.tsx'
import { Failure } from '../../ui/states.tsx'
import { dictionariesQuery, knowledgeQuery, toolsQuery } from './agent-queries.ts'
import type { CardProps } from './conversation-cards.tsx'
import { Section } from './section.tsx'

type Row = {
  readonly id: string
  readonly name: string
  readonly about: string
  readonly badge: { readonly words: string; readonly tone: Tone } | undefined
}

function dictionaryRow({ id, name, words }: VoiceDictionary): Row {
  const about = t('agents.wordsOfDictionary', { count: formatNumber(words.length) })
  return { id, name, about, badge: undefined }
}

/** How the agent says names and foreign words. */
export function PronunciationCard({ draft, set }: CardProps) {
  const found = useQuery(dictionariesQuery)
  const all = found.data ?? []
  const { dictionaries } = draft
  const toggle = (id: string, on: boolean) =>
    set({ dictionaries: on ? [...dictionaries, id] : dictionaries.filter((one) => one !== id) })
  // One that was deleted since is not counted.
  const chosen = all.filter(({ id }) => dictionaries.includes(id)).map(({ id }) => id)
  return (
    <Section name="pronunciation" text={t('agents.pronunciationText')}>
      <Picker
        key={String(found.isSuccess)}
        found={found}
        rows={all.map(dictionaryRow)}
        chosen={new Set(chosen)}
        onToggle={toggle}
        empty={t('agents.noDictionaries')}
        search={t('agents.searchDictionaries')}
      />
    </Section>
  )
}

const knowledgeTones = { PROCESSED: 'good', PROCESSING: 'info', FAILED: 'bad' } as const

function itemRow({ id, itemName, type, status, wordsNumber, failureReason }: KnowledgeItem): Row {
  return {
    id,
    name: itemName,
    about:
      failureReason ??
      `${t(`knowledgeKind.${type}`)} · ${t('agents.words', { count: formatNumber(wordsNumber) })}`,
    badge:
      status === 'PROCESSED'
        ? undefined
        : { words: t(`knowledgeState.${status}`), tone: knowledgeTones[status] },
  }
}

/** What the agent may look things up in. */
export function KnowledgeCard({ draft, set }: CardProps) {
  const items = useQuery(knowledgeQuery)
  const { knowledge } = draft
  const toggle = (id: string, on: boolean) =>
    set({ knowledge: on ? [...knowledge, id] : knowledge.filter((other) => other !== id) })
  return (
    <Section name="knowledge" text={t('agents.knowledgeText')}>
      <Picker
        found={items}
        rows={(items.data ?? []).map(itemRow)}
        chosen={new Set(knowledge)}
        onToggle={toggle}
        empty={t('agents.noKnowledge')}
        search={t('agents.searchKnowledge')}
      />
    </Section>
  )
}

function toolRow({ id, name, description, type }: WebTool): Row {
  return {
    id,
    name,
    about: description,
    badge: type === 'MCP' ? { words: 'MCP', tone: 'info' } : undefined,
  }
}

type Binding = VoiceAgent['tools'][number]

const bindingOf = ({ id, type }: WebTool): Binding => ({
  toolId: id,
  toolType: type,
  persistentId: null,
  version: null,
  nodeId: null,
  testResult: null,
  overrides: {},
})

/** Which tools the agent may use in a call. */
export function ToolsCard({ draft, set }: CardProps) {
  const tools = useQuery(toolsQuery)
  const all = tools.data ?? []
  const toggle = (id: string, on: boolean) => {
    const others = draft.tools.filter(({ toolId, nodeId }) => toolId !== id || nodeId !== null)
    const tool = all.find((one) => one.id === id)
    set({ tools: on && tool ? [...others, bindingOf(tool)] : others })
  }
  // Tools of a node of its flow are chosen there.
  const own = draft.tools.filter(({ nodeId }) => nodeId === null)
  return (
    <Section name="tools" text={t('agents.toolsText')}>
      <Picker
        found={tools}
        rows={all.map(toolRow)}
        chosen={new Set(own.map(({ toolId }) => toolId))}
        onToggle={toggle}
        empty={t('agents.noTools')}
        search={t('agents.searchTools')}
      />
    </Section>
  )
}

type PickerProps = {
  readonly found: Pick<UseQueryResult, 'isPending' | 'error' | 'refetch'>
  readonly rows: readonly Row[]
  readonly chosen: ReadonlySet<string>
  readonly onToggle: (id: string, on: boolean) => void
  readonly empty: string
  readonly search: string
}

/** More than this is searched rather than scrolled. */
const searchedFrom = 8

/** Things to tick, the ticked ones first. */
function Picker({ found, rows, chosen, onToggle, empty, search }: PickerProps) {
  const [text, setText] = useState('')
  // Rows stay where they are while somebody ticks.
  const [first] = useState(chosen)
  if (found.isPending) return <SkeletonLines count={3} />
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />
  if (rows.length === 0) return <p className="text-muted">{empty}</p>
  const wanted = text.trim().toLowerCase()
  const shown = rows
    .filter(({ name, about }) => `${name} ${about}`.toLowerCase().includes(wanted))
    .sort((one, other) => Number(first.has(other.id)) - Number(first.has(one.id)))
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-3">
        {rows.length > searchedFrom && (
          <Input
            type="search"
            className="max-w-64"
            aria-label={search}
            placeholder={search}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        )}
        <span className="text-xs text-muted" aria-live="polite">
          {t('agents.chosen', { count: chosen.size, all: rows.length })}
        </span>
      </div>
      <ul className="max-h-72 overflow-y-auto rounded-md border border-line" tabIndex={-1}>
        {shown.map(({ id, name, about, badge }) => (
          <li key={id} className="border-b border-line last:border-b-0">
            <label className="flex items-start gap-2.5 px-3 py-2 hover:bg-hover">
              <input
                type="checkbox"
                className="mt-0.5 size-4 shrink-0 accent-accent-fill"
                checked={chosen.has(id)}
                onChange={({ target }) => onToggle(id, target.checked)}
              />
              <span className="min-w-0 flex-1">
                <span className="block truncate" dir="auto">
                  {name}
                </span>
                <span className="block truncate text-xs text-faint">{about}</span>
              </span>
              {badge && <Badge tone={badge.tone}>{badge.words}</Badge>}
            </label>
          </li>
        ))}
      </ul>
    </div>
  )
}

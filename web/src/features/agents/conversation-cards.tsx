import type { VoiceAgent } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Badge } from '../../ui/bits.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Field, Input, Select, Textarea } from '../../ui/field.tsx'
import type { Draft } from './draft.ts'
import { languageName, offeredLanguages } from '../../i18n/spoken-languages.ts'
import { Section } from './section.tsx'

export type CardProps = {
  readonly draft: Draft
  readonly set: (changes: Partial<Draft>) => void
}

const limits = { name: 150, description: 2_000, prompt: 100_000, greeting: 5_000, pokes: 20 }

/** What it is called, what for, and which language it speaks. */
export function BasicsCard({ draft, set }: CardProps) {
  const { language } = draft
  const codes = [...new Set([...offeredLanguages, language])]
  return (
    <Section name="basics">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('field.name')} required>
          {(ids) => (
            <Input
              {...ids}
              required
              maxLength={limits.name}
              value={draft.name}
              onChange={({ target }) => set({ name: target.value })}
            />
          )}
        </Field>
        <Field label={t('agents.language')} hint={t('agents.languageHint')}>
          {(ids) => (
            <Select
              {...ids}
              value={language}
              onChange={({ target }) => set({ language: target.value })}
            >
              {codes.map((code) => (
                <option key={code} value={code}>
                  {languageName(code)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('field.description')} className="sm:col-span-2">
          {(ids) => (
            <Input
              {...ids}
              maxLength={limits.description}
              value={draft.description}
              onChange={({ target }) => set({ description: target.value })}
            />
          )}
        </Field>
      </div>
    </Section>
  )
}

/** Who it is and what it should do, and the values of the names in it. */
export function PromptCard({ draft, set, agent }: CardProps & { readonly agent: VoiceAgent }) {
  return (
    <Section name="prompt">
      <Field label={t('agents.prompt')} hint={t('agents.promptHint')}>
        {(ids) => (
          <Textarea
            {...ids}
            dir="auto"
            rows={14}
            maxLength={limits.prompt}
            className="resize-y font-mono text-xs"
            value={draft.prompt}
            onChange={({ target }) => set({ prompt: target.value })}
          />
        )}
      </Field>
      <p className="figures -mt-3 text-end text-2xs text-faint">
        {t('agents.characters', { count: formatNumber(draft.prompt.length) })}
      </p>
      {agent.type === 'Flow Agent' && (
        <p className="rounded-md bg-info-soft px-3 py-2 text-info">{t('agents.flowNote')}</p>
      )}
      <Params draft={draft} set={set} agentId={agent.id} />
    </Section>
  )
}

const usedName = /\{\{\s*([\w.]+)\s*\}\}/g

/** Names in the texts of the draft that say no default, in their order, without the parts of objects. */
function namesIn({ prompt, greeting, pokes }: Draft): string[] {
  const found = [prompt, greeting, ...pokes].flatMap((text) => [...text.matchAll(usedName)])
  return [...new Set(found.map(([, name = '']) => name.split('.')[0] ?? name))]
}

/** Values of `{{name}}` where a call brings none. */
function Params({ draft, set, agentId }: CardProps & { readonly agentId: string }) {
  const { params } = draft
  const [name, setName] = useState('')
  const system = useQuery({
    queryKey: ['voice-agents', 'system-variables'],
    queryFn: async () => (await parley.voiceAgents.preview(agentId, {})).systemVariables,
    staleTime: 300_000,
  })
  const known = new Set([...Object.keys(params), ...Object.keys(system.data ?? {})])
  const missing = namesIn(draft).filter((one) => system.isSuccess && !known.has(one))
  const add = (added: string) => {
    if (added.trim()) set({ params: { ...params, [added.trim()]: '' } })
    setName('')
  }
  return (
    <div className="flex flex-col gap-2">
      <h3 className="text-xs font-medium text-muted">{t('agents.params')}</h3>
      <p className="text-xs text-faint">{t('agents.paramsHint')}</p>
      {missing.length > 0 && (
        <p className="flex flex-wrap items-center gap-1.5 text-xs text-warn">
          {t('agents.missing')}
          {missing.map((one) => (
            <Button key={one} size="sm" onClick={() => add(one)}>
              <Plus aria-hidden size={12} />
              <code>{one}</code>
            </Button>
          ))}
        </p>
      )}
      <ul className="flex flex-col gap-1.5">
        {Object.entries(params).map(([key, value]) => (
          <li key={key} className="flex items-center gap-2">
            <code className="w-40 shrink-0 truncate text-xs" title={key}>
              {key}
            </code>
            <Input
              aria-label={t('agents.paramValue', { name: key })}
              dir="auto"
              value={typeof value === 'string' ? value : JSON.stringify(value)}
              onChange={({ target }) => set({ params: { ...params, [key]: target.value } })}
            />
            <IconButton
              label={t('agents.removeParam', { name: key })}
              onClick={() => {
                const { [key]: _gone, ...rest } = params
                set({ params: rest })
              }}
            >
              <X aria-hidden size={14} />
            </IconButton>
          </li>
        ))}
      </ul>
      <div className="flex items-center gap-2">
        <Input
          className="max-w-40"
          aria-label={t('agents.paramName')}
          placeholder={t('agents.paramName')}
          value={name}
          onChange={({ target }) => setName(target.value.replaceAll(/[^\w]/g, '_'))}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            add(name)
          }}
        />
        <Button size="sm" disabled={!name} onClick={() => add(name)}>
          <Plus aria-hidden size={13} />
          {t('agents.addParam')}
        </Button>
        {system.data && (
          <span className="min-w-0 truncate text-xs text-faint max-sm:hidden">
            {t('agents.systemParams')}{' '}
            <Badge className="font-mono">{Object.keys(system.data).length}</Badge>
          </span>
        )}
      </div>
    </div>
  )
}

/** What it says first, and what while nobody answers. */
export function GreetingCard({ draft, set }: CardProps) {
  const { pokes } = draft
  const change = (index: number, text: string) =>
    set({ pokes: pokes.map((poke, at) => (at === index ? text : poke)) })
  return (
    <Section name="greeting">
      <Field label={t('agents.greetingKind')}>
        {(ids) => (
          <Select
            {...ids}
            className="sm:max-w-72"
            value={draft.greetingKind}
            onChange={({ target }) =>
              set({ greetingKind: target.value === 'PROMPT' ? 'PROMPT' : 'TEXT' })
            }
          >
            <option value="TEXT">{t('agents.greetingText')}</option>
            <option value="PROMPT">{t('agents.greetingPrompt')}</option>
          </Select>
        )}
      </Field>
      <Field
        label={t('agents.greeting')}
        hint={
          draft.greetingKind === 'TEXT' ? t('agents.greetingHint') : t('agents.greetingPromptHint')
        }
      >
        {(ids) => (
          <Textarea
            {...ids}
            dir="auto"
            rows={3}
            maxLength={limits.greeting}
            value={draft.greeting}
            onChange={({ target }) => set({ greeting: target.value })}
          />
        )}
      </Field>
      <div className="flex flex-col gap-2">
        <h3 className="text-xs font-medium text-muted">{t('agents.pokes')}</h3>
        <p className="text-xs text-faint">{t('agents.pokesHint')}</p>
        {pokes.map((poke, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- sentences have no ids of their own
          <div key={index} className="flex items-center gap-2">
            <Input
              aria-label={t('agents.poke', { number: index + 1 })}
              dir="auto"
              maxLength={1_000}
              value={poke}
              onChange={({ target }) => change(index, target.value)}
            />
            <IconButton
              label={t('agents.removePoke', { number: index + 1 })}
              onClick={() => set({ pokes: pokes.filter((_, at) => at !== index) })}
            >
              <X aria-hidden size={14} />
            </IconButton>
          </div>
        ))}
        {pokes.length < limits.pokes && (
          <div>
            <Button size="sm" onClick={() => set({ pokes: [...pokes, ''] })}>
              <Plus aria-hidden size={13} />
              {t('agents.addPoke')}
            </Button>
          </div>
        )}
      </div>
    </Section>
  )
}

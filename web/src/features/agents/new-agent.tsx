import type { VoiceAgent } from '@parley/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  CalendarCheck2,
  ConciergeBell,
  FilePlus2,
  Filter,
  type LucideIcon,
  Star,
} from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { currentLanguage, t } from '../../i18n/index.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Modal } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import { bodyOf, type TemplateName, templateNames } from './templates.ts'

const icons: Readonly<Record<TemplateName, LucideIcon>> = {
  reception: ConciergeBell,
  qualification: Filter,
  reminder: CalendarCheck2,
  feedback: Star,
}

const longestName = 150

/** Blank, or with a prompt, a greeting and an outcome to begin with. */
export function NewAgent({ onClose }: { readonly onClose: () => void }) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [template, setTemplate] = useState<TemplateName | 'blank'>('reception')
  const create = useMutation({
    mutationFn: () =>
      parley.voiceAgents.create(
        template === 'blank'
          ? { name, voice: { lang: currentLanguage() } }
          : bodyOf(template, name),
      ),
    onSuccess({ id }) {
      void cache.invalidateQueries({ queryKey: ['voice-agents'] })
      void navigate({ to: '/agents/$id', params: { id } })
    },
  })
  return (
    <Modal open onClose={onClose} title={t('agents.new')} description={t('agents.newText')} wide>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate()
        }}
      >
        <Field label={t('field.name')} required>
          {(ids) => (
            <Input
              {...ids}
              required
              autoFocus
              maxLength={longestName}
              value={name}
              placeholder={t('agents.namePlaceholder')}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <fieldset>
          <legend className="mb-1.5 text-xs font-medium text-muted">{t('agents.beginWith')}</legend>
          <div className="grid gap-2 sm:grid-cols-2">
            {templateNames.map((one) => (
              <Choice
                key={one}
                icon={icons[one]}
                title={t(`agentTemplate.${one}`)}
                text={t(`agentTemplate.${one}Text`)}
                isChosen={template === one}
                onChoose={() => setTemplate(one)}
              />
            ))}
            <Choice
              icon={FilePlus2}
              title={t('agents.blank')}
              text={t('agents.blankText')}
              isChosen={template === 'blank'}
              onChoose={() => setTemplate('blank')}
            />
          </div>
        </fieldset>
        <Refused error={create.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" type="submit" disabled={create.isPending || !name.trim()}>
            {t('action.create')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

type ChoiceProps = {
  readonly icon: LucideIcon
  readonly title: string
  readonly text: string
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function Choice({ icon: Icon, title, text, isChosen, onChoose }: ChoiceProps) {
  return (
    <label
      className={cx(
        'flex cursor-pointer items-start gap-3 rounded-lg border p-3 has-focus-visible:outline-2 has-focus-visible:outline-accent',
        isChosen ? 'border-accent bg-selected' : 'border-line hover:bg-hover',
      )}
    >
      <input
        type="radio"
        name="template"
        className="sr-only"
        checked={isChosen}
        onChange={onChoose}
      />
      <Icon aria-hidden size={17} className={isChosen ? 'text-accent' : 'text-faint'} />
      <span className="min-w-0">
        <span className="block font-medium">{title}</span>
        <span className="block text-xs text-muted">{text}</span>
      </span>
    </label>
  )
}

type CloneProps = { readonly agent: VoiceAgent; readonly onClose: () => void }

export function CloneAgent({ agent, onClose }: CloneProps) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState(t('agents.copyOf', { name: agent.name }))
  const clone = useMutation({
    mutationFn: () =>
      parley.voiceAgents.clone({ agentName: name }, { query: { voiceAgentId: agent.id } }),
    onSuccess({ id }) {
      void cache.invalidateQueries({ queryKey: ['voice-agents'] })
      void navigate({ to: '/agents/$id', params: { id } })
    },
  })
  return (
    <Modal open onClose={onClose} title={t('agents.clone')} description={t('agents.cloneText')}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          clone.mutate()
        }}
      >
        <Field label={t('field.name')} required>
          {(ids) => (
            <Input
              {...ids}
              required
              maxLength={longestName}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <Refused error={clone.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" type="submit" disabled={clone.isPending || !name.trim()}>
            {t('agents.clone')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

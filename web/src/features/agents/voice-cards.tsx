import type { Voice } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { Play, Square } from 'lucide-react'
import { formatNumber } from '../../i18n/format.ts'
import { t, tOr } from '../../i18n/index.ts'
import { useSpeechSample } from '../../playback/speech-sample.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, Input, Select } from '../../ui/field.tsx'
import { Refused } from '../../ui/states.tsx'
import { voicesQuery } from './agent-queries.ts'
import type { CardProps } from './conversation-cards.tsx'
import { languageName } from '../../i18n/spoken-languages.ts'
import { Section } from './section.tsx'

/** Said of a greeting at most when its voice is tried. */
const sampleCharacters = 200

/** Who is heard. */
export function VoiceCard({ draft, set }: CardProps) {
  const voices = useQuery(voicesQuery)
  const fitting = (voices.data ?? []).filter(
    ({ id, language }) => language === '*' || language === draft.language || id === draft.voiceId,
  )
  const isKnown = draft.voiceId === null || fitting.some(({ id }) => id === draft.voiceId)
  const chosen = fitting.find(({ id }) => id === draft.voiceId)
  return (
    <Section name="voice">
      <div className="flex flex-wrap items-end gap-3">
        <Field
          label={t('agentPart.voice')}
          hint={chosen?.speaksAs ? t('agents.speaksAs', { voice: chosen.speaksAs }) : undefined}
          className="min-w-56 flex-1"
        >
          {(ids) => (
            <Select
              {...ids}
              value={draft.voiceId ?? ''}
              onChange={({ target }) => set({ voiceId: target.value || null })}
            >
              <option value="">{t('agents.usualVoice')}</option>
              {!isKnown && <option value={draft.voiceId ?? ''}>{draft.voiceId}</option>}
              {fitting.map((voice) => (
                <option key={voice.id} value={voice.id}>
                  {voiceText(voice)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('agents.speed')} className="w-40">
          {(ids) => (
            <span className="flex h-8 items-center gap-2">
              <input
                {...ids}
                type="range"
                min={0.5}
                max={2}
                step={0.05}
                className="min-w-0 flex-1 accent-accent-fill"
                value={draft.speed}
                onChange={({ target }) => set({ speed: Number(target.value) })}
              />
              <output className="figures w-10 text-end text-xs text-muted">
                {`${formatNumber(draft.speed, 2)}×`}
              </output>
            </span>
          )}
        </Field>
        <Sample draft={draft} />
      </div>
      <Refused error={voices.error} />
    </Section>
  )
}

function voiceText({ name, gender, language, isCustom }: Voice): string {
  const about = [
    gender && tOr(`voiceGender.${gender}`, gender),
    language === '*' ? t('agents.anyLanguage') : languageName(language),
    isCustom && t('agents.ownVoice'),
  ].filter(Boolean)
  return `${name} (${about.join(', ')})`
}

/** Says the greeting, or a usual sentence, with the voice that is chosen. */
function Sample({ draft }: Pick<CardProps, 'draft'>) {
  const { audio, making, playing, play, stop } = useSpeechSample()
  const isPlaying = playing !== undefined
  const say = () => {
    const words = draft.greetingKind === 'TEXT' ? draft.greeting.replaceAll(/\{\{.*?\}\}/g, '') : ''
    play({
      name: 'greeting',
      text: (words.trim() || t('agents.sampleText')).slice(0, sampleCharacters),
      languageId: draft.language,
      speed: draft.speed,
      ...(draft.voiceId && { speaker: draft.voiceId }),
    })
  }
  return (
    <>
      {audio}
      <Button disabled={making !== undefined} onClick={isPlaying ? stop : say}>
        {isPlaying ? <Square aria-hidden size={13} /> : <Play aria-hidden size={13} />}
        {isPlaying ? t('agents.stopSample') : t('agents.playSample')}
      </Button>
    </>
  )
}

const providers = ['OpenAI', 'Gemini', 'Groq', 'deepmyst', 'Custom'] as const

/** Which model thinks, and how freely. */
export function ModelCard({ draft, set }: CardProps) {
  const { provider } = draft
  const isOwn = provider !== null
  return (
    <Section name="model">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('agents.provider')} hint={isOwn ? undefined : t('agents.serverModelHint')}>
          {(ids) => (
            <Select
              {...ids}
              value={provider ?? ''}
              onChange={({ target }) => set({ provider: target.value || null })}
            >
              <option value="">{t('agents.serverModel')}</option>
              {providers.map((one) => (
                <option key={one} value={one}>
                  {one === 'Custom' ? t('agents.customModel') : one}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t('agents.temperature')} hint={t('agents.temperatureHint')}>
          {(ids) => (
            <span className="flex h-8 items-center gap-2">
              <input
                {...ids}
                type="range"
                min={0}
                max={2}
                step={0.1}
                className="min-w-0 flex-1 accent-accent-fill"
                value={draft.temperature}
                onChange={({ target }) => set({ temperature: Number(target.value) })}
              />
              <output className="figures w-8 text-end text-xs text-muted">
                {formatNumber(draft.temperature, 1)}
              </output>
            </span>
          )}
        </Field>
        {isOwn && <OwnModel draft={draft} set={set} />}
      </div>
    </Section>
  )
}

function OwnModel({ draft, set }: CardProps) {
  return (
    <>
      <Field label={t('agents.model')} hint={t('agents.modelHint')}>
        {(ids) => (
          <Input
            {...ids}
            dir="ltr"
            maxLength={200}
            value={draft.model}
            onChange={({ target }) => set({ model: target.value })}
          />
        )}
      </Field>
      <SecretField
        label={t('agents.apiKey')}
        value={draft.apiKey}
        onChange={(apiKey) => set({ apiKey })}
      />
      <Field
        label={t('agents.baseUrl')}
        hint={t('agents.baseUrlHint')}
        required={draft.provider === 'Custom'}
        className="sm:col-span-2"
      >
        {(ids) => (
          <Input
            {...ids}
            type="url"
            dir="ltr"
            value={draft.baseUrl}
            onChange={({ target }) => set({ baseUrl: target.value })}
          />
        )}
      </Field>
    </>
  )
}

type SecretProps = {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

/** What the server keeps as a secret: it shows that there is one, and takes another. */
export function SecretField({ label, value, onChange }: SecretProps) {
  const isKept = value === '***'
  return (
    <Field label={label} hint={isKept ? t('agents.secretKept') : undefined}>
      {(ids) => (
        <Input
          {...ids}
          type="password"
          dir="ltr"
          autoComplete="off"
          placeholder={isKept ? '••••••••' : ''}
          value={isKept ? '' : value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}

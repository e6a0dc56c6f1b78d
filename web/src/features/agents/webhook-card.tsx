import type { VoiceAgent } from '@parley/contract'
import { lazy, Suspense } from 'react'
import { t } from '../../i18n/index.ts'
import { Field, Input } from '../../ui/field.tsx'
import type { CardProps } from './conversation-cards.tsx'
import { Section } from './section.tsx'
import { SecretField } from './voice-cards.tsx'

const SigningSecret = lazy(async () => ({
  default: (await import('./signing-secret.tsx')).SigningSecret,
}))

/** Who is told of its calls, and by which proof. */
export function WebhookCard({ draft, set, agent }: CardProps & { readonly agent: VoiceAgent }) {
  return (
    <Section name="webhook" text={t('agents.webhookText')}>
      <Field label={t('agents.webhookUrl')}>
        {(ids) => (
          <Input
            {...ids}
            type="url"
            dir="ltr"
            maxLength={2_048}
            value={draft.webhookUrl}
            onChange={({ target }) => set({ webhookUrl: target.value })}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('agents.authKey')} hint={t('agents.authKeyHint')}>
          {(ids) => (
            <Input
              {...ids}
              dir="ltr"
              maxLength={200}
              autoComplete="off"
              value={draft.authKey}
              onChange={({ target }) => set({ authKey: target.value })}
            />
          )}
        </Field>
        <SecretField
          label={t('agents.authSecret')}
          value={draft.authSecret}
          onChange={(authSecret) => set({ authSecret })}
        />
      </div>
      {agent.webhookUrl && (
        <Suspense>
          <SigningSecret agentId={agent.id} />
        </Suspense>
      )}
    </Section>
  )
}

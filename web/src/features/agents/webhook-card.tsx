import type { VoiceAgent } from '@parley/contract'
import { useMutation } from '@tanstack/react-query'
import { Copy, KeyRound } from 'lucide-react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { t } from '../../i18n/index.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { copy, tellFailure } from '../../ui/toast.ts'
import type { CardProps } from './conversation-cards.tsx'
import { Section } from './section.tsx'
import { SecretField } from './voice-cards.tsx'

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
      {agent.webhookUrl && <SigningSecret agentId={agent.id} />}
    </Section>
  )
}

function SigningSecret({ agentId }: { readonly agentId: string }) {
  const isAdmin = useMay('admin')
  const rotate = useMutation({
    mutationFn: () => parley.voiceAgents.rotateSecret(agentId),
    onError: tellFailure,
  })
  if (!isAdmin) return null
  const secret = rotate.data?.secret
  return (
    <div>
      <Button size="sm" disabled={rotate.isPending} onClick={() => rotate.mutate()}>
        <KeyRound aria-hidden size={13} />
        {t('agents.newSigningSecret')}
      </Button>
      {secret && (
        <Modal
          open
          onClose={() => rotate.reset()}
          title={t('agents.signingSecret')}
          description={t('agents.signingSecretText')}
        >
          <div className="flex items-center gap-2">
            <Input
              readOnly
              dir="ltr"
              className="font-mono"
              aria-label={t('agents.signingSecret')}
              value={secret}
            />
            <IconButton label={t('action.copy')} onClick={() => void copy(secret)}>
              <Copy aria-hidden size={15} />
            </IconButton>
          </div>
        </Modal>
      )}
    </div>
  )
}

import { useMutation } from '@tanstack/react-query'
import { Copy, KeyRound } from 'lucide-react'
import { parley } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { t } from '../../i18n/index.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Input } from '../../ui/field.tsx'
import { copy, tellFailure } from '../../ui/toast.ts'

/** A new secret for the signatures of an agent's webhook; shown once. */
export function SigningSecret({ agentId }: { readonly agentId: string }) {
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

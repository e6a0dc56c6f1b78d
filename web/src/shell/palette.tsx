import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Command as Cmdk } from 'cmdk'
import { Dialog } from 'radix-ui'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { parley } from '../api/client.ts'
import { t } from '../i18n/index.ts'
import { Kbd } from '../ui/bits.tsx'
import { type Command, useAllCommands } from './commands.ts'

const groups = ['commands.page', 'commands.create', 'commands.go', 'commands.general'] as const
const shortestSearch = 2
const foundAtMost = 5

/** Everything that can be done, and every record, by typing. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState('')
  const commands = useAllCommands()
  const run = (action: () => void) => {
    onClose()
    action()
  }
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[12dvh] z-50 mx-auto max-w-xl overflow-hidden rounded-xl bg-raised shadow-float"
        >
          <Dialog.Title className="sr-only">{t('shell.palette')}</Dialog.Title>
          <Cmdk label={t('shell.palette')} loop>
            <Cmdk.Input
              value={text}
              onValueChange={setText}
              placeholder={t('shell.palettePlaceholder')}
              className="h-12 w-full border-b border-line bg-transparent px-4 text-base outline-none"
            />
            <Cmdk.List label={t('shell.palette')} className="max-h-[50dvh] overflow-y-auto p-1.5">
              <Cmdk.Empty className="px-3 py-6 text-center text-muted">
                {t('state.nothingFound')}
              </Cmdk.Empty>
              <FoundRecords text={text} run={run} />
              {groups.map((group) => (
                <Cmdk.Group key={group} heading={<Heading>{t(group)}</Heading>}>
                  {commands
                    .filter((command) => command.group === group)
                    .map((command) => (
                      <CommandRow key={command.id} command={command} run={run} />
                    ))}
                </Cmdk.Group>
              ))}
            </Cmdk.List>
          </Cmdk>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

type Run = (action: () => void) => void

const row =
  'flex min-h-9 cursor-default items-center gap-2 rounded-md px-2.5 data-[selected=true]:bg-hover'

function CommandRow({ command, run }: { readonly command: Command; readonly run: Run }) {
  return (
    <Cmdk.Item
      value={`${command.id} ${t(command.title)}`}
      onSelect={() => run(command.run)}
      className={row}
    >
      <span className="flex-1">{t(command.title)}</span>
      {command.keys?.split(' ').map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
    </Cmdk.Item>
  )
}

function Heading({ children }: { readonly children: ReactNode }) {
  return <span className="block px-2.5 pt-2 pb-1 text-2xs font-medium text-faint">{children}</span>
}

/** Contacts, companies and deals whose names have what is typed. */
function FoundRecords({ text, run }: { readonly text: string; readonly run: Run }) {
  const search = useDeferredValue(text.trim())
  const navigate = useNavigate()
  const { data } = useQuery({
    queryKey: ['palette', search],
    enabled: search.length >= shortestSearch,
    queryFn: async () => {
      const query = { search, limit: foundAtMost, count: 'none' } as const
      const [contacts, companies, deals] = await Promise.all([
        parley.contacts.list(query),
        parley.companies.list(query),
        parley.deals.list(query),
      ])
      return [
        ...contacts.data.map(({ id, full_name, company_name }) => ({
          to: '/contacts' as const,
          id,
          name: full_name,
          more: company_name,
        })),
        ...companies.data.map(({ id, name, domain }) => ({
          to: '/companies' as const,
          id,
          name,
          more: domain,
        })),
        ...deals.data.map(({ id, title, stage_name }) => ({
          to: '/deals' as const,
          id,
          name: title,
          more: stage_name,
        })),
      ]
    },
  })
  if (!data || data.length === 0) return null
  return (
    <Cmdk.Group heading={<Heading>{t('shell.records')}</Heading>}>
      {data.map(({ to, id, name, more }) => (
        <Cmdk.Item
          key={id}
          value={`${name} ${search} ${id}`}
          onSelect={() => run(() => void navigate({ to, search: { open: id } }))}
          className={row}
        >
          <span className="truncate">{name}</span>
          <span className="truncate text-faint">{more}</span>
        </Cmdk.Item>
      ))}
    </Cmdk.Group>
  )
}

import type { McpToolList, WebTool } from '@parley/contract'
import { useQuery } from '@tanstack/react-query'
import { Play, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { parley } from '../../api/client.ts'
import { formatNumber } from '../../i18n/format.ts'
import { t } from '../../i18n/index.ts'
import { Card, SkeletonLines } from '../../ui/bits.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Failure, Refused } from '../../ui/states.tsx'
import { RunLog } from './run-log.tsx'
import { argumentsOf, typedArgument } from './tool-rules.ts'
import { ArgumentField } from './tool-runner.tsx'
import { useRun } from './use-run.ts'

/** What the server offers now, each of it to be tried. */
export function McpTools({ tool }: { readonly tool: WebTool }) {
  const tools = useQuery({
    queryKey: ['web-tools', 'mcp', tool.id, tool.version],
    queryFn: () => parley.webTools.mcpTools(tool.id, { retries: 0 }),
  })
  return (
    <Card
      title={t('tools.offered')}
      actions={
        <IconButton label={t('tools.askAgain')} onClick={() => void tools.refetch()}>
          <RotateCw aria-hidden size={14} />
        </IconButton>
      }
      flush
    >
      {tools.isPending && <SkeletonLines count={4} />}
      {tools.isError && <Failure error={tools.error} retry={() => void tools.refetch()} />}
      {tools.data && (
        <>
          <p className="px-4 py-2 text-xs text-faint">
            {t('tools.offeredCount', { count: formatNumber(tools.data.length) })}
          </p>
          <ul>
            {tools.data.map((offered) => (
              <OfferedTool key={offered.name} toolId={tool.id} offered={offered} />
            ))}
          </ul>
        </>
      )}
    </Card>
  )
}

type OfferedProps = { readonly toolId: string; readonly offered: McpToolList[number] }

function OfferedTool({ toolId, offered }: OfferedProps) {
  const { name, description, parameters } = offered
  const { args } = argumentsOf(parameters)
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const run = useRun(toolId)
  const given = Object.fromEntries(
    args.flatMap((one) => {
      const text = values[one.name] ?? ''
      return text === '' ? [] : [[one.name, typedArgument(one.type, text)] as const]
    }),
  )
  return (
    <li className="border-t border-line px-4 py-2.5">
      <details>
        <summary className="rounded">
          <span dir="ltr" className="font-mono text-xs font-medium">
            {name}
          </span>
          <span dir="auto" className="block text-xs text-faint">
            {description}
          </span>
        </summary>
        <form
          className="mt-3 flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            void run.start({ name, arguments: given })
          }}
        >
          {args.map((argument) => (
            <ArgumentField
              key={argument.name}
              argument={argument}
              value={values[argument.name] ?? ''}
              onChange={(text) => setValues({ ...values, [argument.name]: text })}
            />
          ))}
          <Button size="sm" type="submit" className="self-start" disabled={run.isRunning}>
            <Play aria-hidden size={13} />
            {t('tools.run')}
          </Button>
          <Refused error={run.error} />
          <RunLog events={run.events} />
        </form>
      </details>
    </li>
  )
}

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** It needs about a second, and has 1.2 MB. */
const loadTimeoutMs = 30_000
const longestScriptBytes = 16_000_000

/** Every setting that would make the page ask somebody else is off. */
const configuration = {
  url: '/openapi.json',
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: 'never',
  hideClientButton: true,
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
  persistAuth: true,
  metaData: { title: 'Parley API' },
}

export const referencePage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Parley API</title>
    <link rel="icon" href="data:,">
  </head>
  <body>
    <script id="api-reference" data-configuration="${attribute(configuration)}"></script>
    <script src="/docs/reference.js"></script>
  </body>
</html>
`

function attribute(value: unknown): string {
  return JSON.stringify(value).replaceAll('&', '&amp;').replaceAll('"', '&quot;')
}

/**
 * The script of the reference, compressed. Scalar's package holds its 4 MB inside a module, so a
 * process of its own imports it: 30 MB that a worker thread had taken stayed with us.
 */
export async function referenceScript(): Promise<Buffer> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [fileURLToPath(new URL('./scalar-routes.ts', import.meta.url))],
    { encoding: 'buffer', maxBuffer: longestScriptBytes, timeout: loadTimeoutMs, env: {} },
  )
  return stdout
}

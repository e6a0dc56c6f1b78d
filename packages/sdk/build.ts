import { execFileSync } from 'node:child_process'
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { routes } from './src/routes.ts'

// Builds what is published: packages/sdk/dist and, for its types, packages/contract/dist. Publish
// with `npm publish packages/contract/dist packages/sdk/dist`.

type Manifest = {
  name: string
  version: string
  description?: string
  license?: string
  dependencies: Record<string, string>
}

const packages = fileURLToPath(new URL('..', import.meta.url))
const sdk = readManifest('sdk')
const contract = readManifest('contract')

for (const name of ['sdk', 'contract']) {
  rmSync(`${packages}${name}/dist`, { recursive: true, force: true })
  // What was built is gone, so the compiler must not think it up to date.
  rmSync(`${packages}../.cache/${name}-build.tsbuildinfo`, { force: true })
}
execFileSync('tsc', ['-b', `${packages}sdk/tsconfig.build.json`], { stdio: 'inherit' })

// The table of routes written out: callers load no schemas.
writeFileSync(`${packages}sdk/dist/routes.js`, `export const routes = ${JSON.stringify(routes)}\n`)

writeManifest('contract', contract, { '.': entry('index') })
writeManifest(
  'sdk',
  { ...sdk, dependencies: { ...sdk.dependencies, '@parley/contract': contract.version } },
  { '.': entry('index'), './validate': entry('validate') },
)
copyFileSync(`${packages}sdk/README.md`, `${packages}sdk/dist/README.md`)

function readManifest(name: string): Manifest {
  return JSON.parse(readFileSync(`${packages}${name}/package.json`, 'utf8')) as Manifest
}

function entry(file: string) {
  return { types: `./${file}.d.ts`, default: `./${file}.js` }
}

function writeManifest(folder: string, manifest: Manifest, exports: object): void {
  const { name, version, description, license = 'Apache-2.0', dependencies } = manifest
  const published = {
    name,
    version,
    description,
    license,
    type: 'module',
    exports,
    sideEffects: false,
    engines: { node: '>=20' },
    dependencies,
  }
  writeFileSync(`${packages}${folder}/dist/package.json`, `${JSON.stringify(published, null, 2)}\n`)
}

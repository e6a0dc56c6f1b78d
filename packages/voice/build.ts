import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

// Builds what is published: packages/voice/dist with index.js (ESM), index.umd.js (a script: the class
// is the global ParleyVoiceAgent.ParleyVoiceAgent) and types. Publish with `npm publish packages/voice/dist`.

const folder = fileURLToPath(new URL('.', import.meta.url))
rmSync(`${folder}dist`, { recursive: true, force: true })
await build({
  root: folder,
  logLevel: 'warn',
  configFile: false,
  build: {
    outDir: 'dist',
    target: 'es2022',
    lib: {
      entry: 'src/index.ts',
      name: 'ParleyVoiceAgent',
      formats: ['es', 'umd'],
      fileName: (format) => (format === 'es' ? 'index.js' : 'index.umd.js'),
    },
    rolldownOptions: { output: { exports: 'named' } },
  },
})
const places = ['-p', `${folder}tsconfig.build.json`, '--outDir', `${folder}dist`]
execFileSync('tsc', places, { stdio: 'inherit' })

const { name, version, description, license } = JSON.parse(
  readFileSync(`${folder}package.json`, 'utf8'),
) as Record<string, string>
const manifest = {
  name,
  version,
  description,
  license,
  type: 'module',
  main: './index.js',
  unpkg: './index.umd.js',
  types: './index.d.ts',
  exports: {
    '.': { types: './index.d.ts', default: './index.js' },
    './index.umd.js': './index.umd.js',
  },
  sideEffects: false,
}
writeFileSync(`${folder}dist/package.json`, `${JSON.stringify(manifest, null, 2)}\n`)

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'
import { routes } from '../../packages/sdk/src/routes.ts'
import { worklets } from '../../packages/voice/src/worklets.ts'

/**
 * The SDK as it is published: its routes written out and no check of replies, so that a page loads
 * no schemas but those of its forms.
 */
export function plainSdk(): Plugin {
  return {
    name: 'plain-sdk',
    enforce: 'pre',
    transform(code, id) {
      if (id.endsWith('/packages/sdk/src/routes.ts')) {
        return { code: `export const routes = ${JSON.stringify(routes)}`, map: null }
      }
      if (id.endsWith('/packages/sdk/src/index.ts')) {
        return { code: code.replace(/import\('[^']+'\)/g, 'Promise.reject()'), map: null }
      }
      return undefined
    },
  }
}

/** Its styles are imported as a file; the policy of the page would refuse those it writes itself. */
export function sonnerWithoutStyles(): Plugin {
  return {
    name: 'sonner-without-styles',
    transform(code, id) {
      if (!/\/sonner\/dist\/index\.m?js/.test(id)) return undefined
      return { code: code.replace('function __insertCSS(code) {', '$& return;'), map: null }
    },
  }
}

/**
 * The audio worklets of @parley/voice as files of ours: it loads them from text, which the policy of the
 * page would refuse.
 */
export function workletFiles(): Plugin {
  const files = Object.entries(worklets).map(([name, source]) => {
    const hash = createHash('sha256').update(source).digest('hex').slice(0, 8)
    return { name, source, fileName: `assets/parley-${name}-${hash}.js` }
  })
  const places = Object.fromEntries(files.map(({ name, fileName }) => [name, `/${fileName}`]))
  return {
    name: 'worklet-files',
    apply: 'build',
    enforce: 'pre',
    transform(_code, id) {
      if (!id.endsWith('/packages/voice/src/worklets.ts')) return undefined
      const code = `export const worklets = ${JSON.stringify(places)}
export const addWorklet = (context, place) => context.audioWorklet.addModule(place)`
      return { code, map: null }
    },
    generateBundle() {
      for (const { fileName, source } of files) this.emitFile({ type: 'asset', fileName, source })
    },
  }
}

const shortestBytes = 1_024

/** Compressed copies beside the files, so that the server need not compress. */
export function compressedCopies(): Plugin {
  let folder = ''
  return {
    name: 'compressed-copies',
    apply: 'build',
    configResolved(config) {
      folder = join(config.root, config.build.outDir, config.build.assetsDir)
      if (config.build.outDir.startsWith('/')) folder = join(config.build.outDir, 'assets')
    },
    closeBundle() {
      for (const name of readdirSync(folder).filter((file) => /\.(js|css|svg)$/.test(file))) {
        const bytes = readFileSync(join(folder, name))
        if (bytes.length < shortestBytes) continue
        const params = { [constants.BROTLI_PARAM_QUALITY]: 9 }
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes, { params }))
        writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }))
      }
    },
  }
}

import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { create } from 'tar'

export type Package = {
  readonly name: string
  readonly version: string
  readonly files: Readonly<Record<string, string | Buffer>>
}

/** An npm registry on the loopback that serves these packages, and counts what is asked for. */
export async function startNpmRegistry(packages: readonly Package[]) {
  const tarballs = new Map<string, Buffer>()
  for (const one of packages) tarballs.set(one.name, await packUp(one))
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '')
    asked.push(path)
    const name = path.replace(/^\//, '').replace(/\/-\/.*$/, '')
    const tarball = tarballs.get(name)
    const found = packages.find((one) => one.name === name)
    if (!tarball || !found) {
      response.writeHead(404).end('{"error":"not found"}')
      return
    }
    if (path.endsWith('.tgz')) response.end(tarball)
    else response.setHeader('content-type', 'application/json').end(toDocument(found, tarball))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  function toDocument({ name, version }: Package, tarball: Buffer): string {
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
    const dist = { tarball: `${url}/${name}/-/package.tgz`, integrity }
    return JSON.stringify({
      name,
      'dist-tags': { latest: version },
      versions: { [version]: { name, version, dist } },
    })
  }

  return {
    npmOptions: [`--registry=${url}`, '--fetch-retries=0'],
    /** How often a tarball was downloaded. */
    downloads: () => asked.filter((path) => path.endsWith('.tgz')).length,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

async function packUp({ name, version, files }: Package): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-package-'))
  try {
    // Were its scripts run, npm would fail.
    const scripts = { preinstall: 'exit 1', install: 'exit 1', prepare: 'exit 1' }
    const all = { 'package.json': JSON.stringify({ name, version, scripts }), ...files }
    for (const [path, content] of Object.entries(all)) {
      await mkdir(dirname(join(folder, 'package', path)), { recursive: true })
      await writeFile(join(folder, 'package', path), content)
    }
    await create({ file: join(folder, 'all.tgz'), cwd: folder, gzip: true }, ['package'])
    return await readFile(join(folder, 'all.tgz'))
  } finally {
    await rm(folder, { recursive: true })
  }
}

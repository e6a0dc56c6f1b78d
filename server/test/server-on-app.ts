import { startProcess } from './server-process.ts'
import type { TestApp } from './test-app.ts'

/** Parley as a process of its own, on the app's database and in its folder: one that may be killed. */
export async function startServerOn(app: TestApp, environment: Record<string, string> = {}) {
  const server = startProcess('src/main.ts', {
    PORT: '0',
    DATA_DIR: app.dataDir,
    DATABASE_URL: app.url,
    ENCRYPTION_KEY: app.context.config.encryptionKey ?? '',
    ...environment,
  })
  const [, address = ''] = await server.printed(/Address +(http:\/\/\S+)/)
  return {
    address,
    /** As a power cut ends it. */
    async kill(): Promise<void> {
      server.signal('SIGKILL')
      await server.closed
    },
    /** As one that hangs: it keeps its connections and does nothing. */
    freeze: () => void server.signal('SIGSTOP'),
    thaw: () => void server.signal('SIGCONT'),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

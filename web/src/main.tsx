import '@fontsource-variable/inter/index.css'
import '@fontsource-variable/noto-sans-arabic/index.css'
import 'sonner/dist/styles.css'
import './ui/tokens.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { Direction } from 'radix-ui'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Toaster } from 'sonner'
import { cache } from './api/cache.ts'
import { currentLanguage, isRightToLeft, loadLanguage, t } from './i18n/index.ts'
import { router } from './routes.tsx'
import { followSystem } from './ui/appearance.ts'
import { pageNonce } from './ui/nonce.ts'

/** Read by the library that keeps the page still behind a dialog: its style needs the nonce. */
function tellNonce(): void {
  Object.assign(globalThis, { __webpack_nonce__: pageNonce() })
}

type Loaded = { readonly options: { readonly component?: { preload?: () => Promise<void> } } }

/** The chunk of the screen comes while the server is asked who is there. */
function fetchScreen(): void {
  const routes = router.routesById as unknown as Readonly<Record<string, Loaded>>
  const matches: readonly { readonly routeId: string }[] = router.matchRoutes(router.latestLocation)
  for (const { routeId } of matches) void routes[routeId]?.options.component?.preload?.()
}

async function start(): Promise<void> {
  const place = document.getElementById('app')
  if (!place) throw new Error('The page has no place for the dashboard.')
  tellNonce()
  followSystem()
  await loadLanguage()
  fetchScreen()
  const direction = isRightToLeft() ? 'rtl' : 'ltr'
  createRoot(place).render(
    <StrictMode>
      <Direction.Provider dir={direction}>
        <QueryClientProvider client={cache}>
          <RouterProvider router={router} />
          <Toaster
            dir={direction}
            position={isRightToLeft() ? 'bottom-left' : 'bottom-right'}
            containerAriaLabel={t('shell.notices')}
            toastOptions={{ closeButton: false, className: 'parley-toast' }}
            key={currentLanguage()}
          />
        </QueryClientProvider>
      </Direction.Provider>
    </StrictMode>,
  )
}

await start()

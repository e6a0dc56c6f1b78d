import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compressedCopies, plainSdk, sonnerWithoutStyles, workletFiles } from './build/plugins.ts'

export default defineConfig({
  plugins: [
    plainSdk(),
    workletFiles(),
    sonnerWithoutStyles(),
    react(),
    tailwind(),
    compressedCopies(),
  ],
  build: {
    emptyOutDir: true,
    target: 'es2023',
    manifest: 'manifest.json',
    // Fonts and pictures are files: the policy of the page allows no data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  // For work on the dashboard: `npx vite web`, with a server of Parley beside it.
  server: {
    proxy: Object.fromEntries(
      ['/functions', '/uploads/', '/v1/', '/v2/', '/api/', '/openapi.json', '/docs', '/health'].map(
        (path) => [path, { target: 'http://127.0.0.1:3000', changeOrigin: false, ws: true }],
      ),
    ),
  },
})

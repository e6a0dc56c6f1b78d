import { gzipSync } from 'node:zlib'
import scalar from '@scalar/fastify-api-reference'
import Fastify from 'fastify'

// A program of its own, run by reference-page.ts: asks Scalar's plugin for its script and writes
// it, compressed, to the standard output.

const http = Fastify()
await http.register(scalar, { routePrefix: '/docs', configuration: { url: '/openapi.json' } })
const script = await http.inject('/docs/js/scalar.js')
if (script.statusCode !== 200) throw new Error(`Scalar's script answered ${script.statusCode}`)
process.stdout.write(gzipSync(script.rawPayload, { level: 9 }))

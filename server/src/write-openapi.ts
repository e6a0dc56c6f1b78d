import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { openApiDocument, version } from './modules/system/index.ts'

// A program of its own: writes the OpenAPI document to the file named, without a server.

const [file = 'openapi.json'] = process.argv.slice(2)
const document = openApiDocument({ baseUrl: 'http://127.0.0.1:3000', version })
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, JSON.stringify(document, null, 2))

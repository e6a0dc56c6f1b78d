import type { Json } from './openapi-schemas.ts'

// Uploads in parts speak tus 1.0 (https://tus.io): headers instead of JSON, which the contract's
// endpoints cannot say. So they are written out here; modules/recordings/tus-routes.ts serves them.

const version = '1.0.0'
const mediaType = 'application/offset+octet-stream'
const bytes = { type: 'integer', minimum: 0 }
const tus =
  'Speaks [tus](https://tus.io/protocols/resumable-upload) 1.0; any of its clients can be used.'
const permission = 'Needs the permission `write` or `recordings:write`.'

const sent = (name: string, description: string, schema: Json, required = true): Json => ({
  name,
  in: 'header',
  required,
  description,
  schema,
})
const answered = (description: string, schema: Json = { type: 'string' }): Json => ({
  description,
  schema,
})

const resumable = sent('Tus-Resumable', 'Version of the protocol.', {
  type: 'string',
  const: version,
})
const id: Json = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'Of the upload, and later of the recording.',
  schema: { type: 'string', format: 'uuid' },
}
const headers: Json = {
  'Tus-Resumable': answered('Version of the protocol.'),
  'X-Request-Id': { $ref: '#/components/headers/RequestId' },
}
const offset = answered('Bytes that are kept.', bytes)
const expires = answered('When it is forgotten unless it goes on: a day after its last part.')

function operation(about: {
  readonly operationId: string
  readonly summary: string
  readonly description: string
  readonly parameters?: readonly Json[]
  readonly hasContent?: boolean
  readonly success: readonly [status: string, description: string, headers: Json]
  readonly refusals?: Json
}): Json {
  const [status, description, more] = about.success
  return {
    operationId: about.operationId,
    tags: ['Recordings'],
    summary: about.summary,
    description: `${about.description}\n\n${tus} ${permission}`,
    security: [{ apiKey: [] }, { bearer: [] }, { session: [] }],
    parameters: [resumable, ...(about.parameters ?? [])],
    ...(about.hasContent && {
      requestBody: {
        required: about.operationId === 'continueRecordingUpload',
        content: { [mediaType]: { schema: { type: 'string', format: 'binary' } } },
      },
    }),
    responses: {
      [status]: { description, headers: { ...headers, ...more } },
      '412': {
        description: 'Another version of tus. `Tus-Version` of the answer tells which is spoken.',
        headers: { ...headers, 'Tus-Version': answered('The version that is spoken.') },
      },
      ...about.refusals,
      '4XX': { $ref: '#/components/responses/AnyRefusal' },
      default: { $ref: '#/components/responses/AnyRefusal' },
    },
  }
}

const refusal = (description: string): Json => ({
  description,
  headers,
  content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorReply' } } },
})

/** Paths beside those of the contract. */
export const uploadPaths: Readonly<Record<string, Record<string, Json>>> = {
  '/uploads/recordings': {
    post: operation({
      operationId: 'beginRecordingUpload',
      summary: 'Begin an upload in parts',
      description:
        'Tells how long the file is and what it is about. With a body, its first bytes arrive at once. The last part makes the recording, which has the id of the upload.',
      parameters: [
        sent('Upload-Length', 'Bytes of the whole file, at most 2 GiB.', bytes),
        sent(
          'Upload-Metadata',
          'Keys with values in base64, separated by commas: `filename`, and the fields of the form of `createRecording`.',
          { type: 'string', examples: ['filename Y2FsbC53YXY=,title UXVvdGUgcmV2aWV3'] },
          false,
        ),
      ],
      hasContent: true,
      success: [
        '201',
        'Begun.',
        {
          Location: answered('Path of the upload.'),
          'Upload-Offset': offset,
          'Upload-Expires': expires,
        },
      ],
      refusals: { '413': refusal('The file is larger than 2 GiB.') },
    }),
  },
  '/uploads/recordings/{id}': {
    head: operation({
      operationId: 'getRecordingUpload',
      summary: 'How far an upload came',
      description: 'Go on from `Upload-Offset`, also after the server was restarted.',
      parameters: [id],
      success: [
        '200',
        'Success.',
        {
          'Upload-Offset': offset,
          'Upload-Length': answered('Bytes of the whole file.', bytes),
          'Upload-Expires': expires,
        },
      ],
    }),
    patch: operation({
      operationId: 'continueRecordingUpload',
      summary: 'Send the next part of an upload',
      description: 'Parts may have any length. What arrived of a part that broke off is kept.',
      parameters: [
        id,
        sent('Upload-Offset', 'Where the part begins: what the server said last.', bytes),
      ],
      hasContent: true,
      success: ['204', 'Kept.', { 'Upload-Offset': offset, 'Upload-Expires': expires }],
      refusals: {
        '409': refusal(
          'The part does not begin where the upload ends, or another one is arriving.',
        ),
        '413': refusal('There are more bytes than `Upload-Length` said.'),
      },
    }),
    delete: operation({
      operationId: 'cancelRecordingUpload',
      summary: 'Give an upload up',
      description: 'What arrived of it is deleted. An upload that became a recording stays one.',
      parameters: [id],
      success: ['204', 'Given up.', {}],
    }),
  },
}

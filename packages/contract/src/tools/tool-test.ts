import { z } from 'zod'
import { text } from '../fields.ts'
import { anyCase, Timeout, ToolHeaders, toolMethods } from './tool-settings.ts'
import { WebToolResult } from './web-tool.ts'

/** A request to try out, not a stored tool. */
export const ToolTest = z.object({
  serverUrl: text(2_048).describe(
    'https, as every outside address, or `/functions/v1/…` of this server.',
  ),
  method: anyCase(toolMethods),
  projectId: z
    .string()
    .max(200)
    .nullish()
    .describe('Of other clients; the key says the workspace.'),
  apiKey: z.string().max(8_000).nullish().describe('Of other clients; not sent on.'),
  userId: z.string().max(200).nullish(),
  authPrefix: z
    .string()
    .regex(/^[A-Za-z0-9_-]{0,50}$/, 'must be a word such as Bearer.')
    .nullish(),
  authToken: z
    .string()
    .max(8_000)
    .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'must not contain what no header can hold.')
    .nullish(),
  timeout: Timeout.nullish(),
  timeOut: Timeout.nullish().describe('The same as timeout.'),
  httpHeaders: ToolHeaders.nullish(),
  queryParams: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  body: z.unknown().optional().describe('Sent as JSON; text as it is. Not with GET.'),
})
export type ToolTest = z.infer<typeof ToolTest>

/** One line of what is streamed while a request is tried. */
export const ToolTestEvent = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('attempt'),
    data: z.object({
      message: z.string(),
      attempt: z.int().describe('0: before the first.'),
    }),
  }),
  z.object({
    event: z.literal('response'),
    data: z.object({
      message: z.string(),
      attempt: z.int(),
      status: z.int(),
      headers: z.record(z.string(), z.string()),
      body: z.unknown().describe('JSON where it is any, else text.'),
      durationMs: z.number(),
    }),
  }),
  z.object({
    event: z.literal('error'),
    data: z.object({ message: z.string(), attempt: z.int(), code: z.string() }),
  }),
  z.object({
    event: z.literal('end'),
    data: z.object({ message: z.string(), success: z.boolean(), attempts: z.int() }),
  }),
])
export type ToolTestEvent = z.infer<typeof ToolTestEvent>

/** One line of what is streamed while a stored tool is called. */
export const WebToolRunEvent = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('attempt'),
    data: z.object({
      attempt: z.int().describe('From 1.'),
      status: z.int().nullable().describe('Null: there was no answer.'),
      body: z.unknown().describe('JSON where it is any, else text; null without an answer.'),
      message: z.string().nullable().describe('Why there was no answer.'),
      durationMs: z.number(),
      nextInMs: z.number().nullable().describe('Until the next attempt; null: it was the last.'),
    }),
  }),
  z.object({ event: z.literal('result'), data: WebToolResult }),
])
export type WebToolRunEvent = z.infer<typeof WebToolRunEvent>

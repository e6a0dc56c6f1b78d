import { expect, test } from 'vitest'
import { mentionsIn } from './mention-rules.ts'

const id = '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f02'

test.each([
  [`Look, @${id}!`, [id]],
  [`@${id} and @${id.toUpperCase()}`, [id]],
  [`${id} without the sign`, []],
  [`@${id}0 is longer`, []],
  ['ada@example.com', []],
])('“%s” mentions %j', (text, ids) => {
  expect(mentionsIn(text)).toEqual(ids)
})

import { expect, test } from 'vitest'
import { page, type Pages, redirectTo, refuse, startWebSite } from '../../../test/web-site.ts'
import { openGuard } from '../../platform/guarded-http/index.ts'
import { openCrawler } from './crawler.ts'

async function crawl(pages: Pages) {
  const site = await startWebSite(pages)
  const guard = openGuard({ allow: ['127.0.0.1'] })
  const crawler = openCrawler(guard)
  return {
    site,
    fetch: (path: string, signal?: AbortSignal) => crawler.fetch(site.url + path, signal),
    async [Symbol.asyncDispose]() {
      await guard.close()
      await site[Symbol.asyncDispose]()
    },
  }
}

const text = (bytes: Buffer) => bytes.toString()

test('a page is fetched, after the rules of its site', async () => {
  await using web = await crawl({ '/a': page('A', 'Text.') })
  const { bytes, mediaType, url } = await web.fetch('/a')
  expect(text(bytes)).toContain('Text.')
  expect({ mediaType, url }).toEqual({ mediaType: 'text/html', url: `${web.site.url}/a` })
  expect(web.site.asked).toEqual(['/robots.txt', '/a'])
})

test('the rules of a site are asked for once', async () => {
  await using web = await crawl({ '/a': 'a', '/b': 'b' })
  await web.fetch('/a')
  await web.fetch('/b')
  expect(web.site.asked).toEqual(['/robots.txt', '/a', '/b'])
})

test.each([
  ['everybody', 'User-agent: *\nDisallow: /private'],
  ['us by name', 'User-agent: Parley\nDisallow: /private\n\nUser-agent: *\nAllow: /'],
])('what %s may not see is not asked for', async (_, robots) => {
  await using web = await crawl({ '/robots.txt': robots, '/private/a': 'a', '/b': 'b' })
  await expect(web.fetch('/private/a')).rejects.toMatchObject({
    name: 'PageError',
    fault: 'forbidden_by_robots',
    retryable: false,
  })
  await web.fetch('/b')
  expect(web.site.asked).toEqual(['/robots.txt', '/b'])
})

test('a rule for another crawler is not ours, and an exception is followed', async () => {
  const robots = 'User-agent: OtherBot\nDisallow: /\n\nUser-agent: *\nDisallow: /a\nAllow: /a/open'
  await using web = await crawl({ '/robots.txt': robots, '/a/open': 'x', '/b': 'x' })
  await web.fetch('/a/open')
  await web.fetch('/b')
  await expect(web.fetch('/a/shut')).rejects.toMatchObject({ fault: 'forbidden_by_robots' })
})

test('a site whose rules cannot be read now is left alone for now', async () => {
  await using web = await crawl({ '/robots.txt': refuse(503), '/a': 'a' })
  await expect(web.fetch('/a')).rejects.toMatchObject({ fault: 'unreachable', retryable: true })
  expect(web.site.asked).toEqual(['/robots.txt'])
})

test('redirects are followed, and what they lead to has to be allowed too', async () => {
  await using web = await crawl({
    '/robots.txt': 'User-agent: *\nDisallow: /private',
    '/a': redirectTo('b', 301),
    '/b': redirectTo('/c?x=1#part', 307),
    '/c?x=1': 'found',
    '/d': redirectTo('/private/a'),
    '/private/a': 'secret',
  })
  expect(await web.fetch('/a')).toMatchObject({ url: `${web.site.url}/c?x=1` })
  await expect(web.fetch('/d')).rejects.toMatchObject({ fault: 'forbidden_by_robots' })
  expect(web.site.asked).not.toContain('/private/a')
})

test.each([
  ['a circle', { '/a': redirectTo('/b'), '/b': redirectTo('/a') }, 'too_many_redirects'],
  ['itself', { '/a': redirectTo('/a') }, 'too_many_redirects'],
  ['a private network', { '/a': redirectTo('http://10.0.0.1/x') }, 'forbidden_address'],
  ['a file', { '/a': redirectTo('file:///etc/passwd') }, 'forbidden_address'],
  ['nothing', { '/a': redirectTo('http://') }, 'rejected_by_host'],
] as const)('redirects to %s end there', async (_, pages, fault) => {
  await using web = await crawl(pages)
  await expect(web.fetch('/a')).rejects.toMatchObject({ fault, retryable: false })
})

test.each([
  [404, false],
  [410, false],
  [403, false],
  [429, true],
  [500, true],
  [503, true],
])('%d: whether it is worth trying again is %s', async (status, retryable) => {
  await using web = await crawl({ '/a': refuse(status) })
  await expect(web.fetch('/a')).rejects.toMatchObject({
    fault: 'rejected_by_host',
    message: `Its server answered ${status}.`,
    retryable,
  })
})

test('a page without end is cut off', async () => {
  await using web = await crawl({
    '/a': (response) => {
      const more = () => {
        while (response.write(Buffer.alloc(1_000_000, 'a')));
        response.once('drain', more)
      }
      more()
    },
  })
  await expect(web.fetch('/a')).rejects.toMatchObject({ fault: 'too_large', retryable: false })
})

test('rules without end are read as far as they must be', async () => {
  await using web = await crawl({
    '/robots.txt': (response) => {
      response.write('User-agent: *\nDisallow: /private\n')
      const more = () => {
        while (response.write('# and so on\n'.repeat(10_000)));
        response.once('drain', more)
      }
      more()
    },
    '/a': 'a',
  })
  expect(text((await web.fetch('/a')).bytes)).toBe('a')
  await expect(web.fetch('/private')).rejects.toMatchObject({ fault: 'forbidden_by_robots' })
})

test('fetching ends with the reason of the signal', async () => {
  await using web = await crawl({ '/robots.txt': () => {} })
  const reason = new Error('enough')
  const stop = new AbortController()
  const fetching = web.fetch('/a', stop.signal)
  stop.abort(reason)
  await expect(fetching).rejects.toBe(reason)
})

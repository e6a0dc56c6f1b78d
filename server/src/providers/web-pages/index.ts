export { type Crawler, openCrawler } from './crawler.ts'
export { follow, refusedWith, toPageError } from './follow.ts'
export { PageError } from './page-error.ts'

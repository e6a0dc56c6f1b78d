export { twilioStreamPath } from './addresses.ts'
export { bindNumberOfAgent, releaseNumbersOfAgent } from './assign.ts'
export { carrierOfNumber } from './carriers.ts'
export { phoneNumberRoutes } from './routes.ts'

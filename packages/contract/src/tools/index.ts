export type { PhoneNumberCheck } from './phone-number-check.ts'
export * from './phone-number.ts'
export {
  toolLimits,
  type ToolMethod,
  toolMethods,
  ToolSettings,
  ToolSettingsInput,
} from './tool-settings.ts'
export * from './tool-test.ts'
export * from './web-tool-endpoints.ts'
export * from './web-tool.ts'

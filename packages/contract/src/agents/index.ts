export * from './call-settings.ts'
export * from './definition.ts'
export * from './outcome-shape.ts'
export * from './workflow.ts'

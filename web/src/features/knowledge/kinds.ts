import { FileText, Globe, TextQuote } from 'lucide-react'

export const knowledgeKinds = ['TEXT', 'FILE', 'URL'] as const
export const knowledgeIcons = { TEXT: TextQuote, FILE: FileText, URL: Globe } as const

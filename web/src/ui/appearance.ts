/** Light or dark, and how strong: kept in the browser, because screens differ and people do not. */

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]
const contrasts = ['normal', 'high'] as const
export type Contrast = (typeof contrasts)[number]

const themeKey = 'parley.theme'
const contrastKey = 'parley.contrast'
const darkScreen = matchMedia('(prefers-color-scheme: dark)')
const strongScreen = matchMedia('(prefers-contrast: more)')

export function chosenTheme(): Theme {
  return themes.find((theme) => theme === localStorage.getItem(themeKey)) ?? 'system'
}

export function chosenContrast(): Contrast | undefined {
  return contrasts.find((contrast) => contrast === localStorage.getItem(contrastKey))
}

function applyAppearance(): void {
  const theme = chosenTheme()
  const isDark = theme === 'dark' || (theme === 'system' && darkScreen.matches)
  const isStrong = (chosenContrast() ?? (strongScreen.matches ? 'high' : 'normal')) === 'high'
  const { dataset } = document.documentElement
  dataset.theme = isDark ? 'dark' : 'light'
  dataset.contrast = isStrong ? 'high' : 'normal'
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(themeKey, theme)
  applyAppearance()
}

export function chooseContrast(contrast: Contrast): void {
  localStorage.setItem(contrastKey, contrast)
  applyAppearance()
}

/** Also when the system changes in the evening. */
export function followSystem(): void {
  applyAppearance()
  darkScreen.addEventListener('change', applyAppearance)
  strongScreen.addEventListener('change', applyAppearance)
}

/** As the `ref` of the chosen tab: a row of tabs that is wider than the screen shows it. */
export function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}

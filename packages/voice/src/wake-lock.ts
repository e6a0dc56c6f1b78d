/** Keeps the screen on while a call goes on, where the browser can; what it answers ends that. */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | undefined
  let isOver = false
  const ask = async () => {
    if (isOver || document.visibilityState !== 'visible') return
    const given = await navigator.wakeLock?.request('screen').catch(() => undefined)
    if (isOver) void given?.release()
    else lock = given
  }
  const onVisible = () => void ask()
  // Browsers take it back when the page is hidden.
  document.addEventListener('visibilitychange', onVisible)
  void ask()
  return () => {
    isOver = true
    document.removeEventListener('visibilitychange', onVisible)
    void lock?.release().catch(() => {})
    lock = undefined
  }
}

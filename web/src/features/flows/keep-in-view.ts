import { useReactFlow, useStore } from '@xyflow/react'
import { useEffect } from 'react'

/** New cards are measured first. */
const drawnAfterMs = 80

/** Moves the diagram when what was chosen lies outside of what is seen. */
export function useKeepInView(selected: string | undefined): void {
  const { getNodesBounds, getViewport, setCenter } = useReactFlow()
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  useEffect(() => {
    if (selected === undefined) return undefined
    const timer = setTimeout(() => {
      const box = getNodesBounds([selected])
      const { x, y, zoom } = getViewport()
      const [left, top] = [box.x * zoom + x, box.y * zoom + y]
      const [right, bottom] = [left + box.width * zoom, top + box.height * zoom]
      if (left >= 0 && top >= 0 && right <= width && bottom <= height) return
      void setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom, duration: 200 })
    }, drawnAfterMs)
    return () => clearTimeout(timer)
  }, [selected, width, height, getNodesBounds, getViewport, setCenter])
}

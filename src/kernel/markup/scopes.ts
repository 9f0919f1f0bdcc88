// Leaves open elements, and the namespaces that they declare.

import { Frame, FRAME_SIZE, Frames, NO_FRAME, In } from './frames'
import { Namespaces, unbind } from './namespaces'

/** Leaves the innermost element. */
@inline export function popFrame(frame: Frame): void {
  const bindings: usize = load<u32>(frame, In.BINDINGS)
  if (Namespaces.bindings > bindings) unbind(bindings)
  Frames.top = frame - FRAME_SIZE
  const depth = Frames.depth - 1
  Frames.depth = depth
  if (depth < Frames.lowest) Frames.lowest = depth
}

/** Leaves elements that are open, until so many are left. */
export function leaveTo(depth: u32): void {
  if (depth >= Frames.depth) return
  const outermost: Frame = NO_FRAME + <usize>(depth + 1) * FRAME_SIZE
  unbind(load<u32>(outermost, In.BINDINGS))
  Frames.top = outermost - FRAME_SIZE
  Frames.depth = depth
  if (depth < Frames.lowest) Frames.lowest = depth
}

// Provides the open elements, outermost first.

import { FRAMES, FRAMES_END } from '../bytes/memory'

/** Where their frames begin; the first is that of no element. */
export const NO_FRAME: usize = FRAMES

/** An open element is known by the address of its frame. */
export type Frame = usize

export const FRAME_SIZE: usize = 64
/** The frame of the root element. */
export const ROOT_FRAME: Frame = FRAMES + FRAME_SIZE

/** How many elements can be open. */
export const DEEPEST: u32 = <u32>((FRAMES_END - FRAMES) / FRAME_SIZE) - 2

export namespace In {
  export const NAME: usize = 0
  export const EXPANDED: usize = 4
  export const EXPECTED: usize = 8 // steps of the record pattern that may come next
  export const BINDINGS: usize = 12 // the end of the bindings outside
  export const LEVEL: usize = 16 // entities being read when it opened
  export const STATE: usize = 20 // of its value
  export const VALUE: usize = 24 // where that begins, from the start of the output
  export const SIDE: usize = 28 // where its text beside children begins, from the start of that buffer
  export const LAST_NAME: usize = 32 // of its last child
  export const LAST_VALUE: usize = 36 // where the value of the last child begins, of the first with that name
  export const FLAGS: usize = 40
  export const MEMBERS: usize = 44 // its children by name: where they begin
  export const NODE: usize = 48 // its place in the tree of fields
  export const SERIAL: usize = 52
  export const NAMES: usize = 56 // bits for the names of its children: one that is not set was not met
}

@final export class Frames {
  static top: Frame = FRAMES // the innermost open element; FRAMES itself is none
  static depth: u32 = 0
  static deepest: u32 = 0
  static lowest: u32 = 0 // the fewest that were open since somebody began to look
}

/** Opens an element. */
@inline export function pushFrame(name: usize, expanded: usize, bindings: usize, level: u32): Frame {
  const frame = fillFrame(Frames.top + FRAME_SIZE, name, expanded, bindings, level)
  Frames.top = frame
  Frames.depth++
  return frame
}

@inline export function fillFrame(frame: Frame, name: usize, expanded: usize, bindings: usize, level: u32): Frame {
  store<u32>(frame, name, In.NAME)
  store<u32>(frame, expanded, In.EXPANDED)
  store<u32>(frame, bindings, In.BINDINGS)
  store<u32>(frame, level, In.LEVEL)
  return frame
}

export function resetFrames(deepest: u32, expected: u32): void {
  Frames.top = FRAMES
  Frames.depth = 0
  Frames.deepest = min(deepest, DEEPEST)
  Frames.lowest = 0
  memory.fill(FRAMES, 0, FRAME_SIZE)
  store<u32>(FRAMES, expected, In.EXPECTED)
}

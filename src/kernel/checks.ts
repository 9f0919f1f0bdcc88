// Checks every store of a kernel that is built for tests: the pass `instrument-memory` has it ask here before each.

// An area: its owner, its start, its end. The few that have an owner move; all others stay, and come in the order of
// their places.
const AREA_SIZE: usize = 12
const MOVING: usize = 1024
const STAYING: usize = 4096

let movingEnd: usize = MOVING
let stayingEnd: usize = STAYING
let last: usize = 0 // the area written to last: most often the next store is in it as well

// @ts-ignore: decorator
@external('env', 'violation')
declare function violation(at: usize, bytes: u32): void

export function grant(owner: usize, from: usize, to: usize): void {
  const area = owner ? areaOf(owner) : 0
  if (!area) {
    if (owner) movingEnd = add(movingEnd, owner, from, to)
    else stayingEnd = add(stayingEnd, owner, from, to)
    return
  }
  const size = load<u32>(area, 8) - load<u32>(area, 4)
  store<u32>(area, from, 4)
  store<u32>(area, max(to, from + size), 8)
}

/** Adds an area at `end`; answers where the next one goes. */
function add(end: usize, owner: usize, from: usize, to: usize): usize {
  const missing = <i32>((end + AREA_SIZE + 65535) >> 16) - memory.size()
  if (missing > 0) memory.grow(missing)
  store<u32>(end, owner)
  store<u32>(end, from, 4)
  store<u32>(end, to, 8)
  return end + AREA_SIZE
}

export function withdraw(owner: usize): void {
  const area = areaOf(owner)
  if (area) store<u32>(area, load<u32>(area, 4), 8)
}

export function withdrawAll(): void {
  movingEnd = MOVING
  stayingEnd = STAYING
  last = 0
}

/** The area of an owner, 0 for none. */
function areaOf(owner: usize): usize {
  for (let area = MOVING; area < movingEnd; area += AREA_SIZE) if (load<u32>(area) == <u32>owner) return area
  return 0
}

@inline function holds(area: usize, from: usize, to: usize): bool {
  return from >= load<u32>(area, 4) && to <= load<u32>(area, 8)
}

export function store_ptr(id: u32, bytes: u32, offset: usize, address: usize): usize {
  const from = address + offset
  const to = from + bytes
  if (stayingEnd == STAYING) return address // it is being made
  if (last && holds(last, from, to)) return address
  const area = holder(from, to)
  if (area) last = area
  else violation(from, bytes)
  return address
}

/** The area that holds these bytes, 0 for none. */
function holder(from: usize, to: usize): usize {
  for (let area = MOVING; area < movingEnd; area += AREA_SIZE) if (holds(area, from, to)) return area
  // the last that begins before them
  let low: usize = 0
  let high = (stayingEnd - STAYING) / AREA_SIZE
  while (high - low > 1) {
    const middle = (low + high) / 2
    if (load<u32>(STAYING + middle * AREA_SIZE, 4) <= <u32>from) low = middle
    else high = middle
  }
  const area = STAYING + low * AREA_SIZE
  return holds(area, from, to) ? area : 0
}

// What is read and what is stored passes as it is.

export function load_ptr(id: u32, bytes: u32, offset: usize, address: usize): usize {
  return address
}

export function load_val_i32(id: u32, value: i32): i32 {
  return value
}

export function load_val_i64(id: u32, value: i64): i64 {
  return value
}

export function load_val_f32(id: u32, value: f32): f32 {
  return value
}

export function load_val_f64(id: u32, value: f64): f64 {
  return value
}

export function store_val_i32(id: u32, value: i32): i32 {
  return value
}

export function store_val_i64(id: u32, value: i64): i64 {
  return value
}

export function store_val_f32(id: u32, value: f32): f32 {
  return value
}

export function store_val_f64(id: u32, value: f64): f64 {
  return value
}

export function memory_grow_pre(id: u32, pages: i32): i32 {
  return pages
}

export function memory_grow_post(id: u32, pages: i32): i32 {
  return pages
}

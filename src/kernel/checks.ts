// Checks every store of a kernel that is built for tests: the pass `instrument-memory` has it ask here before each.

// An area: its owner, its start, its end.
const AREA_SIZE: usize = 12

const TABLE: usize = 4096
let areas: usize = 0 // how many bytes of them there are
let last: usize = TABLE // the area written to last: most often the next store is in it as well

// @ts-ignore: decorator
@external('env', 'violation')
declare function violation(at: usize, bytes: u32): void

export function grant(owner: usize, from: usize, to: usize): void {
  const area = areaOf(owner)
  if (!area) {
    const added = TABLE + areas
    areas += AREA_SIZE
    const missing = <i32>((added + AREA_SIZE + 65535) >> 16) - memory.size()
    if (missing > 0) memory.grow(missing)
    store<u32>(added, owner)
    store<u32>(added, from, 4)
    store<u32>(added, to, 8)
    return
  }
  const size = load<u32>(area, 8) - load<u32>(area, 4)
  store<u32>(area, from, 4)
  store<u32>(area, max(to, from + size), 8)
}

export function withdraw(owner: usize): void {
  const area = areaOf(owner)
  if (area) store<u32>(area, load<u32>(area, 4), 8)
}

export function withdrawAll(): void {
  areas = 0
  last = TABLE
}

/** The area of an owner, 0 for none: those that stay are never looked for. */
function areaOf(owner: usize): usize {
  if (!owner) return 0
  for (let area = TABLE; area < TABLE + areas; area += AREA_SIZE) if (load<u32>(area) == <u32>owner) return area
  return 0
}

@inline function holds(area: usize, from: usize, to: usize): bool {
  return from >= load<u32>(area, 4) && to <= load<u32>(area, 8)
}

export function store_ptr(id: u32, bytes: u32, offset: usize, address: usize): usize {
  const from = address + offset
  const to = from + bytes
  if (!areas) return address // it is being made
  if (last < TABLE + areas && holds(last, from, to)) return address
  for (let area = TABLE + areas; area > TABLE;) {
    area -= AREA_SIZE
    if (!holds(area, from, to)) continue
    last = area
    return address
  }
  violation(from, bytes)
  return address
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

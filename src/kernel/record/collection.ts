// Provides the record that is open, what is known of the records before it, and which elements are records.

import { Frame } from '../markup/frames'

@final export class Collection {
  static sticky: u32 = 0 // steps of the pattern that may also come deeper
  static final: u32 = 0 // bits after its last steps
  static record: Frame = 0 // the open record, 0 for none
  static start: usize = 0 // where it began in the window
  /** Whether it is read for its tests only. */
  static isFiltered: bool = false
  static records: f64 = 0
  static hasAny: bool = false
  static longest: usize = 0
  /** Whether it has a field that is added to records. */
  static hasClash: bool = false
  /** Whether a record stays in the window until it ends. */
  static keeps: bool = false
  /** How many elements were open around the last one. */
  static parentDepth: u32 = 0
}

export function resetCollection(longest: usize): void {
  Collection.longest = longest
  Collection.record = 0
  Collection.isFiltered = false
  Collection.records = 0
  Collection.hasAny = false
  Collection.keeps = false
}

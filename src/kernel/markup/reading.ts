// Provides how the document is read and where the parser is: between tokens or inside one, and what a token that is not
// whole waits for.

import { PLACE_CONTENT } from '../layout'
import { Name } from './names'

@final export class Reading {
  static mode: u32 = 0
  static hasRoot: bool = false
}

/** What a token that is not whole waits for. */
export namespace Wait {
  export const NOTHING: i32 = 0
  export const TAG_END: i32 = 1 // > outside of quotes
  export const END: i32 = 2 // >
  export const SPACE: i32 = 3 // white space or ?
  export const SEMICOLON: i32 = 4 // ; or what cannot be in a reference
}

@final export class Parser {
  static place: i32 = 0
  static hasDoctype: bool = false
  static hasDeclaration: bool = false
  /** Whether the input is a row of documents. */
  static hasFragments: bool = false
  /** Whether what the document before has declared may still be known. */
  static isStale: bool = false
  static wait: i32 = 0
  static waited: usize = 0 // how many bytes of the token were looked at
  static attempted: usize = 0 // bytes of it that were there when it was last read
  static quote: u8 = 0
  static target: Name = 0 // of the instruction being read
  static data: usize = 0 // where its data begins, from the start of the output
}

/** Begins another document, if the input is a row of them; answers whether it does. */
export function nextDocument(): bool {
  if (!Parser.hasFragments) return false
  Reading.hasRoot = false
  Parser.hasDoctype = false
  Parser.hasDeclaration = false
  Parser.isStale = true
  return true
}

export function resetReading(mode: u32): void {
  Reading.mode = mode
  Reading.hasRoot = false
  Parser.place = PLACE_CONTENT
  Parser.hasDoctype = false
  Parser.hasDeclaration = false
  Parser.hasFragments = false
  Parser.isStale = false
  Parser.wait = Wait.NOTHING
}

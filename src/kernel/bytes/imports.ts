// Provides what the kernel asks of its host, which is rare: names not met before, entities, full buffers. Names are the addresses
// of their entries.

/** Says that a name was met as an element or attribute for the first time; the host writes its fields into the entry. */
// @ts-ignore: decorator
@external('host', 'describe')
export declare function describe(name: usize): void

/** Says that a name was met in its namespace; answers the steps of the record pattern that it satisfies. */
// @ts-ignore: decorator
@external('host', 'expand')
export declare function expand(name: usize, uri: usize): u32

/** Says that a name is in another namespace than it was last; the host says how it is written there (`writeNameAs`). */
// @ts-ignore: decorator
@external('host', 'nameIn')
export declare function nameIn(name: usize, uri: usize): void

/** Answers the number of the entity referred to at `at`, after `addEntity`, or -1: the host knows the fault. */
// @ts-ignore: decorator
@external('host', 'entity')
export declare function entity(name: usize, isInAttribute: bool, at: usize): i32

/** There is no more memory: does not return. */
// @ts-ignore: decorator
@external('host', 'exhaust')
export declare function exhaust(): void

/** Memory was written to where it must not be: does not return. */
// @ts-ignore: decorator
@external('host', 'overrun')
export declare function overrun(): void

/** Takes lines or records that leave by an exit; answers whether it takes more. */
// @ts-ignore: decorator
@external('host', 'flush')
export declare function flush(exit: u32, from: usize, length: usize, records: u32): bool

/** Answers whether the condition of a step holds for a record of which the bytes hold some fields as JSON. */
// @ts-ignore: decorator
@external('host', 'ask')
export declare function ask(step: u32, from: usize, length: usize): bool

/** Changes a record as an edit step does, puts it where `roomForRewritten` says, and answers its length. */
// @ts-ignore: decorator
@external('host', 'rewrite')
export declare function rewrite(step: u32, from: usize, length: usize): usize

/** Answers the offset in the document of a place in UTF-8, or says once how that is found (`countFrom`). */
// @ts-ignore: decorator
@external('host', 'offsetOf')
export declare function offsetOf(utf8: f64): f64

/** Does not return if the record has the field already that is to say where it is from. */
// @ts-ignore: decorator
@external('host', 'checkSource')
export declare function checkSource(from: usize, length: usize, record: f64, offset: f64): void

/** Converts the text of a decimal number. */
// @ts-ignore: decorator
@external('host', 'number')
export declare function number(from: usize, length: usize): f64

/** Answers whether a number is written with the same characters as it has in the text. */
// @ts-ignore: decorator
@external('host', 'isExact')
export declare function isExact(from: usize, length: usize): bool

/** Looks at a record before it is made flat. */
// @ts-ignore: decorator
@external('host', 'see')
export declare function see(from: usize, length: usize): void

/** Makes a record flat; answers how long that is. */
// @ts-ignore: decorator
@external('host', 'flatten')
export declare function flatten(from: usize, length: usize): usize

/** Takes what `flatten` has made. */
// @ts-ignore: decorator
@external('host', 'takeFlat')
export declare function takeFlat(to: usize): void

/** The documents before have ended: what they declared is to be forgotten. */
// @ts-ignore: decorator
@external('host', 'forget')
export declare function forget(): void

// Says for the host how far the lines of records are read, for each module that reads them.

@final export class Reached {
  /** Where the line begins that comes next. */
  static position: usize = 0
  /** Records of the last call. */
  static records: u32 = 0
  /** Whether it stopped at a record that is for the host; else there was no room for another. */
  static isForHost: bool = false
}

/** Where the line begins that comes next. */
export function reached(): usize {
  return Reached.position
}

/** How many records were read by the last call. */
export function count(): u32 {
  return Reached.records
}

/** Whether it stopped at a record that is for the host; else there was no room for another. */
export function stopped(): bool {
  return Reached.isForHost
}

/** Writes `path` unless it is there, and answers its size in bytes. */
export function writeBuses(path: string, megabytes: number): Promise<number>

// Provides the error of a program of the system that is not there to compress.

import { OutputError } from '../core/errors.ts'

export function failedToStart(name: string, error: unknown): OutputError {
  const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
  const reason = isMissing
    ? 'is not installed: it comes with the package zstd'
    : 'cannot be started'
  return new OutputError(`${name}: the program zstd ${reason}`)
}

// Waits for a job, but no longer than until a signal.

/** The job, or the reason of the signal, whichever comes first. */
export async function unlessAborted<T>(
  job: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  job.catch(() => {}) // reported by the race, or too late to matter
  signal?.throwIfAborted()
  let onAbort = () => {}
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal?.reason)
    signal?.addEventListener('abort', onAbort)
  })
  return await Promise.race([job, aborted]).finally(() =>
    signal?.removeEventListener('abort', onAbort),
  )
}

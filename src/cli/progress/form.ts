// Provides the forms in which progress is reported, and what it is read from.

import type { Progress } from '../../plan/progress.ts'

export type ProgressForm = 'auto' | 'line' | 'json' | 'never'

/** Answers how far the job is. */
export type Look = () => Progress

// Provides the exports of the kernel.

export function version(): i32 {
  return 1
}

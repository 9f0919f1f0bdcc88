// Says what may be written to, to a build for tests in which every store is checked (`checks.ts`). Others say nothing.

/** An area may be written to; the one that `owner` had before moves there, and is not made smaller. 0 owns all that stay. */
// @ts-ignore: decorator
@external('checks', 'grant')
declare function reportGrant(owner: usize, from: usize, to: usize): void

/** Nothing of an owner's area may be written to until it is granted again. */
// @ts-ignore: decorator
@external('checks', 'withdraw')
declare function reportWithdrawal(owner: usize): void

/** Nothing at all may be written to. */
// @ts-ignore: decorator
@external('checks', 'withdrawAll')
declare function reportEnd(): void

@inline export function granted(owner: usize, from: usize, to: u64): void {
  if (CHECKED) reportGrant(owner, from, <usize>to)
}

@inline export function withdrawn(owner: usize): void {
  if (CHECKED) reportWithdrawal(owner)
}

@inline export function allWithdrawn(): void {
  if (CHECKED) reportEnd()
}

import { expect, it } from 'vitest';
import { caseFinding, caseReason, FINDINGS } from '../../../lambda/kernel/case-finding.ts';

const reasonsOf = (finding: string) =>
  caseReason.options.filter((reason) => (FINDINGS[reason] as readonly string[]).includes(finding));

it('every reason has findings that answer it, and every finding a reason', () => {
  for (const finding of caseFinding.options) expect(reasonsOf(finding), finding).not.toEqual([]);
  for (const reason of caseReason.options) {
    expect(FINDINGS[reason].length).toBeGreaterThan(1);
    expect(new Set(FINDINGS[reason]).size).toBe(FINDINGS[reason].length);
  }
});

it('what one reason asks, no other finding accepts', () => {
  expect(reasonsOf('accept_match')).toEqual(['match_in_band']);
  expect(reasonsOf('accept_liveness')).toEqual(['liveness_in_band']);
  expect(reasonsOf('accept_capture')).toEqual(['replay_suspected', 'near_copy_suspected']);
  expect(reasonsOf('accept_document')).toEqual(['alternative_path']);
  expect(reasonsOf('allow_pair')).toEqual(['possible_duplicate', 'watchlist_hit']);
  // an incomplete search is searched again: nothing accepts it
  expect(FINDINGS.search_incomplete).toEqual(['search_again', 'decline']);
  for (const label of ['genuine', 'spoof', 'unclear']) expect(reasonsOf(label)).toEqual(['sampled']);
});

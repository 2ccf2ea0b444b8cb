import * as z from 'zod/mini';

/** Why a person must look. */
export const caseReason = z.enum([
  'possible_duplicate',
  'match_in_band',
  'liveness_in_band',
  'replay_suspected',
  'near_copy_suspected',
  'watchlist_hit',
  'search_incomplete',
  'sampled',
  'alternative_path',
  'repudiated',
]);
export type CaseReason = z.infer<typeof caseReason>;

/** Answers that a person gives; which of them a case takes depends on its reason. */
export const caseFinding = z.enum([
  /** Different people whose faces match: later searches respect it. */
  'allow_pair',
  'same_person',
  'attack',
  'accept_match',
  'accept_liveness',
  /** A capture of its own, and no copy of another one. */
  'accept_capture',
  'accept_document',
  'decline',
  'search_again',
  // labels of a sample
  'genuine',
  'spoof',
  'unclear',
]);
export type CaseFinding = z.infer<typeof caseFinding>;

/**
 * The findings that answer each reason. None of them approves anything by itself: a finding is an input of
 * the next run, and nobody is approved whom no complete search has seen.
 */
export const FINDINGS: Readonly<Record<CaseReason, readonly CaseFinding[]>> = {
  // the other user may have been deleted since
  possible_duplicate: ['allow_pair', 'same_person', 'attack', 'search_again'],
  match_in_band: ['accept_match', 'decline', 'attack'],
  liveness_in_band: ['accept_liveness', 'decline', 'attack'],
  replay_suspected: ['accept_capture', 'decline', 'attack'],
  near_copy_suspected: ['accept_capture', 'decline', 'attack'],
  watchlist_hit: ['allow_pair', 'decline', 'attack'],
  search_incomplete: ['search_again', 'decline'],
  sampled: ['genuine', 'spoof', 'unclear'],
  alternative_path: ['accept_document', 'decline', 'attack'],
  repudiated: ['same_person', 'decline', 'attack'],
};

/**
 * Findings that decline the session of a case. The others continue it, or label a sample, and what they leave
 * open is for the next run.
 */
const DECLINING: readonly CaseFinding[] = ['same_person', 'attack', 'decline'];

export const isDeclining = (finding: CaseFinding): boolean => DECLINING.includes(finding);

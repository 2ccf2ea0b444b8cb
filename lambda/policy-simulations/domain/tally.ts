import { groupBy } from '../../kernel/group-by.ts';
import type { ReasonCode } from '../../kernel/reason-code.ts';
import type { UnknownBecause } from './judged-again.ts';
import type { Ending, SimulatedEnding, SimulatedOutcome } from './simulated-ending.ts';

/** A session as it ended, and as another policy would have ended it. */
export interface SimulatedSession {
  readonly id: string;
  readonly from: Ending;
  readonly to: SimulatedEnding;
}

/** Sessions that would have ended otherwise in one way. */
export interface Change {
  readonly from: SimulatedOutcome;
  readonly to: SimulatedOutcome;
  readonly sessions: number;
  /** Sessions that would have a reason more, by reason. */
  readonly reasons_gained: Partial<Record<ReasonCode, number>>;
  /** Sessions that would lack a reason, by reason. */
  readonly reasons_lost: Partial<Record<ReasonCode, number>>;
  /** Ids of some of them, the newest first. */
  readonly examples: string[];
}

export interface Tally {
  readonly same: number;
  readonly otherwise: number;
  readonly changes: Change[];
  readonly not_decidable: number;
  readonly not_decidable_because: Partial<Record<UnknownBecause, number>>;
}

/** Sessions of one change that are named: enough to look into, and few enough to read. */
const MAX_EXAMPLES = 10;

/** Counts how many sessions would have ended otherwise, and how. The most frequent change comes first. */
export function tally(simulated: readonly SimulatedSession[]): Tally {
  const unknown = simulated.flatMap(({ to }) => (to.outcome === 'not_decidable' ? to.because : []));
  const decided = simulated.flatMap(({ id, from, to }) =>
    to.outcome === 'not_decidable' ? [] : { id, from, to },
  );
  const otherwise = decided.filter(({ from, to }) => from.outcome !== to.outcome);
  const groups = groupBy(otherwise, ({ from, to }) => `${from.outcome} ${to.outcome}`);
  return {
    same: decided.length - otherwise.length,
    otherwise: otherwise.length,
    changes: [...groups.values()]
      .flatMap((sessions) => changeOf(sessions))
      .sort((one, other) => other.sessions - one.sessions),
    not_decidable: unknown.length,
    not_decidable_because: countsOf(unknown),
  };
}

interface DecidedSession extends SimulatedSession {
  readonly to: Ending;
}

function changeOf(sessions: readonly DecidedSession[]): Change[] {
  const [first] = sessions;
  if (!first) return [];
  const gained = sessions.flatMap(({ from, to }) => without(to.reasons, from.reasons));
  const lost = sessions.flatMap(({ from, to }) => without(from.reasons, to.reasons));
  return [
    {
      from: first.from.outcome,
      to: first.to.outcome,
      sessions: sessions.length,
      reasons_gained: countsOf(gained),
      reasons_lost: countsOf(lost),
      examples: sessions.slice(0, MAX_EXAMPLES).map(({ id }) => id),
    },
  ];
}

const without = (reasons: readonly ReasonCode[], others: readonly ReasonCode[]): readonly ReasonCode[] => [
  ...new Set(reasons.filter((reason) => !others.includes(reason))),
];

function countsOf<Key extends string>(keys: readonly Key[]): Partial<Record<Key, number>> {
  const counts: Partial<Record<Key, number>> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

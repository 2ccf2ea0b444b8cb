import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { FaceLogins } from './contract.ts';
import { nextStep, type Step } from './domain/next-step.ts';
import type { PoolUser } from './domain/pool-user.ts';
import type { Round } from './domain/round.ts';

export interface DefineAuthChallengeDependencies {
  /** Modes of the tenants. */
  readonly modes: FaceLogins;
  readonly emit: EmitMetric;
}

/** Decides what comes next in a sign-in. @param user undefined for a name that no user has */
export function defineAuthChallenge(
  user: PoolUser | undefined,
  rounds: readonly Round[],
  { modes, emit }: DefineAuthChallengeDependencies,
): Step {
  const step = nextStep({
    mode: user && (modes[user.tenant] ?? 'off'),
    offeredAlone: Object.values(modes).includes('only_factor'),
    rounds,
  });
  if (step === 'refuse') emit('FaceLogin', 1, { Result: 'refused' });
  return step;
}

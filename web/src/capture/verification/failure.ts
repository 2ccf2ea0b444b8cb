import type { CheckFault } from '../liveness/check-fault.ts';
import type { LivenessResult } from '../session/own-session.ts';

/** How a check has ended that is to be taken again. */
export type Failure = { readonly fault: CheckFault } | { readonly result: LivenessResult };

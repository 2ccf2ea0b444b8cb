import type { Liveness, LivenessRequest, LivenessResult } from '../../../lambda/liveness/ports/liveness.ts';

/** Answers the results that a test lays down, in their order; the last one again and again. */
export class ScriptedLiveness implements Liveness {
  readonly created: LivenessRequest[] = [];
  readonly #results: readonly LivenessResult[];
  #next = 0;

  constructor(...results: readonly LivenessResult[]) {
    this.#results = results;
  }

  async create(request: LivenessRequest): Promise<string> {
    this.created.push(request);
    return `liveness-${this.created.length}`;
  }

  async result(): Promise<LivenessResult> {
    const result = this.#results[Math.min(this.#next, this.#results.length - 1)];
    this.#next += 1;
    if (!result) throw new Error('the script has no result');
    return result;
  }
}

export const aLivenessResult = (confidence: number, version = '2.0.0'): LivenessResult => ({
  status: 'SUCCEEDED',
  confidence,
  referenceImage: { key: 'acme/vs_1/liveness/x/reference.jpg', version_id: 'v1' },
  feedback: [],
  auditImages: [{ key: 'acme/vs_1/liveness/x/audit-1.jpg' }],
  challenge: { type: 'FaceMovementAndLightChallenge', version, sdk_type: 'Web' },
});

import { describe, expect, it } from 'vitest';
import { subjectsOf } from '../../../lambda/abuse/domain/lockout-subject.ts';
import { deleteRevokedFaces } from '../../../lambda/enrollment/delete-revoked-faces.ts';
import { DEFAULT_POLICY } from '../../../lambda/kernel/default-policy.ts';
import { STATE_RETRY } from '../../../lambda/kernel/retry.ts';
import { claimEnrollment } from '../../../lambda/registration/claim-enrollment.ts';
import type { RegistrationInput } from '../../../lambda/registration/contract.ts';
import { decideRegistration } from '../../../lambda/registration/decide-registration.ts';
import { indexFace } from '../../../lambda/registration/index-face.ts';
import { searchDuplicateFaces } from '../../../lambda/registration/search-duplicate-faces.ts';
import { undoInterruptedRegistration } from '../../../lambda/registration/undo-interrupted-registration.ts';
import { recordCheck } from '../../../lambda/sessions/record-check.ts';
import { noWatchlists } from '../../support/lambda/a-watchlist.ts';
import {
  aFace,
  aMatch,
  aPreparedSelfie,
  aRegistration,
  aSession,
  NOON,
  TENANT,
} from '../../support/lambda/builders.ts';
import { InMemoryAllowedPairs } from '../../support/lambda/in-memory-allowed-pairs.ts';
import { anImageOf, InMemoryCollections } from '../../support/lambda/in-memory-collections.ts';
import { InMemoryEnrollments } from '../../support/lambda/in-memory-enrollments.ts';
import { activeGenerations } from '../../support/lambda/in-memory-generations.ts';
import { InMemoryImages } from '../../support/lambda/in-memory-images.ts';
import { InMemorySessionStore } from '../../support/lambda/in-memory-session-store.ts';
import { noUserVectors, searchPorts } from '../../support/lambda/in-memory-users.ts';
import { recordedMetrics } from '../../support/lambda/recorded-metrics.ts';
import { unlimitedRate } from '../../support/lambda/unlimited-rate.ts';

const generations = activeGenerations({ shards: 2 });

/** The calls from `first` on, as many as `count`, fail: before they do anything, or after. */
interface Fault {
  readonly first: number;
  readonly count: number;
  readonly when: 'before' | 'after';
}
/** Deliveries of a message before it is set aside. */
const QUEUE_ATTEMPTS = 5;
const NO_FAULT: Fault = { first: 0, count: 0, when: 'before' };

/** Counts the calls of all ports, and has some of them fail. */
function faulty(fault: Fault) {
  const counter = { calls: 0 };
  const wrap = <Target extends object>(target: Target): Target =>
    new Proxy(target, {
      get(object, name) {
        const member = (object as Readonly<Record<string, unknown>>)[String(name)];
        if (typeof member !== 'function') return member;
        return async (...args: readonly unknown[]) => {
          counter.calls += 1;
          const fails = counter.calls >= fault.first && counter.calls < fault.first + fault.count;
          if (fails && fault.when === 'before') throw new Error(`fault before ${String(name)}`);
          const result: unknown = await member.apply(object, args);
          if (fails) throw new Error(`fault after ${String(name)}`);
          return result;
        };
      },
    });
  return { counter, wrap };
}

/** Runs a task as the state machine does: again after a fault, until its attempts are used up. */
async function retried<Result>(attempts: number, task: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await task();
    } catch (error) {
      if (attempt > attempts) throw error;
    }
  }
}

interface Scenario {
  readonly name: string;
  readonly prepare: (world: { collections: InMemoryCollections; enrollments: InMemoryEnrollments }) => void;
  /** Whether its first document turns out not to match after the face was indexed, and another one does. */
  readonly firstDocumentFails?: boolean;
  /** How it ends when nothing fails. */
  readonly ends: 'approved' | 'declined' | 'in_review';
}

/**
 * The enrolling part of the workflow, from the claim to the decision, with undoing and failing as the machine has
 * them. A session that ends as an error, or waits for another document, is submitted again.
 */
async function runWorkflow(fault: Fault, { prepare, firstDocumentFails = false }: Scenario) {
  const sessions = new InMemorySessionStore(
    aSession({
      status: 'processing',
      submitted_at: NOON.toISOString(),
    }),
  );
  const enrollments = new InMemoryEnrollments(sessions);
  const collections = new InMemoryCollections();
  const images = new InMemoryImages({ selfie: anImageOf('ann') });
  prepare({ collections, enrollments });
  const { counter, wrap } = faulty(fault);
  let imagesPlanned = 0;
  const dependencies = {
    sessions: wrap(sessions),
    receipts: wrap(sessions.receipts),
    transitions: wrap(sessions),
    ledgers: wrap(sessions.lockouts),
    enrollments: wrap(enrollments),
    mappings: wrap(enrollments),
    removal: wrap(enrollments),
    pairs: new InMemoryAllowedPairs(),
    deletions: wrap(enrollments.requestedDeletions),
    deletionQueue: wrap(enrollments.deletionQueue),
    limiter: wrap(unlimitedRate.limiter),
    freeEndedClaim: async () => false,
    approvals: wrap(enrollments),
    collections: wrap(collections),
    images,
    enrolledImages: new InMemoryImages({}, 'enrolled'),
    ...searchPorts(collections),
    buildVector: noUserVectors.build,
    collectionPrefix: 'face-idv',
    generations,
    policy: DEFAULT_POLICY,
    clock: () => NOON,
    takePermits: async () => {},
    newIdentifier: () => `img_${++imagesPlanned}`,
    emit: recordedMetrics().emit,
  };
  const selfie = aPreparedSelfie();
  const state = <Result>(task: () => Promise<Result>) => retried(STATE_RETRY.maxAttempts, task);
  /** Works off the queue, then what the sweep finds, until the fault has ended. */
  const workOff = async () => {
    const sent = enrollments.sentDeletions.splice(0).map(({ id }) => id);
    await deleteRevokedFaces(TENANT, sent, dependencies);
    for (let swept = 0; swept <= STATE_RETRY.maxAttempts && enrollments.deletions.size > 0; swept += 1)
      await deleteRevokedFaces(TENANT, [...enrollments.deletions.keys()], dependencies);
  };
  const hasTriedAgain = () =>
    sessions.stored(TENANT, 'vs_1').earlier_runs?.some(({ decision }) => decision?.outcome === 'try_again') ??
    false;
  const run = async (registration: RegistrationInput): Promise<void> => {
    const decline = (reason_codes: string[]) =>
      state(() => decideRegistration({ outcome: 'declined', registration, reason_codes }, dependencies));

    await recordCheck(registration, 'document_quality', { reasons: [], calls: {} }, NOON, {
      ...dependencies,
      sessions,
      prices: {},
    });
    try {
      const claim = await state(() => claimEnrollment(aMatch(registration, selfie), dependencies));
      if (!claim.continue) {
        await decline(claim.reason_codes);
        return;
      }
      const { enrollment, ...indexed } = await state(() => indexFace({ registration, selfie }, dependencies));
      if (firstDocumentFails && !hasTriedAgain()) {
        await decline(['face_mismatch']);
        return;
      }
      const searched = enrollment
        ? await state(() =>
            searchDuplicateFaces(
              { registration, selfie, enrollment },
              { ...dependencies, ...noWatchlists() },
            ),
          )
        : indexed;
      const decided =
        enrollment && searched.continue
          ? await state(() =>
              decideRegistration({ outcome: 'approved', registration, selfie, enrollment }, dependencies),
            )
          : searched;
      if (!decided.continue) await decline(decided.reason_codes);
    } catch {
      const fail = () =>
        decideRegistration({ outcome: 'error', registration, error: 'TimeoutError' }, dependencies);
      // an execution that could not even fail its session is taken up by the queue
      await state(fail).catch(() =>
        retried(QUEUE_ATTEMPTS, () => undoInterruptedRegistration(registration, 'FAILED', dependencies)),
      );
    }
  };
  await run(aRegistration());
  await workOff();
  for (;;) {
    const { status } = sessions.stored(TENANT, 'vs_1');
    if (status !== 'error' && status !== 'requires_input') break;
    // the last failing call may have been the sweep's: the outage is over when the person submits again
    if (status === 'error') counter.calls += fault.count;
    const again = await sessions.move(
      TENANT,
      'vs_1',
      status === 'error' ? 'resubmit' : 'submit',
      { submitted_at: NOON.toISOString() },
      NOON,
    );
    if (again?.runs === undefined) throw new Error('no run was begun');
    await run({ ...aRegistration(), run: again.runs });
    await workOff();
  }
  return { sessions, enrollments, collections, counter };
}

const SCENARIOS: readonly Scenario[] = [
  { name: 'a good registration', prepare: () => {}, ends: 'approved' },
  {
    name: 'another attempt after a document that did not match',
    prepare: () => {},
    firstDocumentFails: true,
    ends: 'approved',
  },
  {
    name: 'a face that fails the gate',
    prepare: ({ collections }) => {
      collections.observation = aFace({ sharpness: 1 });
    },
    ends: 'declined',
  },
  {
    name: 'a duplicate of an approved face',
    prepare: ({ collections, enrollments }) => {
      enrollments.faces.set(collections.add('face-idv.acme.g1.1', 'ann', 'img_0'), {
        state: 'mapped',
        user_id: 'bob',
      });
    },
    ends: 'in_review',
  },
];

/** How often the person was asked for another document. */
const attemptsOf = (sessions: InMemorySessionStore): number =>
  sessions.events.filter(({ type }) => type === 'verification_session.requires_input').length;

describe.each(SCENARIOS)('$name', (scenario) => {
  it(`is ${scenario.ends} when nothing fails`, async () => {
    const { sessions } = await runWorkflow(NO_FAULT, scenario);
    expect(sessions.stored(TENANT, 'vs_1').status).toBe(scenario.ends);
  });

  it.each([
    ['once', 1],
    ['until the state gives up', STATE_RETRY.maxAttempts + 1],
  ])(
    'leaves no face that is not mapped, whichever call fails %s, before or after its effect',
    async (_how, count) => {
      const { counter } = await runWorkflow(NO_FAULT, scenario);
      for (let first = 1; first <= counter.calls; first += 1) {
        for (const when of ['before', 'after'] as const) {
          const { sessions, enrollments, collections } = await runWorkflow({ first, count, when }, scenario);
          const { status } = sessions.stored(TENANT, 'vs_1');
          const about = `call ${first} fails ${when}`;
          // at once, or by the run after that which ended as an error
          expect(status, about).toBe(scenario.ends);
          const others = scenario.name.startsWith('a duplicate') ? 1 : 0;
          const own = status === 'approved' ? 1 : 0;
          expect(collections.allFaceIds(), about).toHaveLength(others + own);
          expect([...enrollments.mappings.keys()], about).toHaveLength(own);
          expect(enrollments.claims.size, about).toBe(own);
          expect(enrollments.imageClaims.size, about).toBe(own);
          expect(attemptsOf(sessions), about).toBe(scenario.firstDocumentFails ? 1 : 0);
          for (const subject of subjectsOf(aSession()))
            expect((await sessions.lockouts.read(TENANT, subject)).failures, about).toHaveLength(
              scenario.firstDocumentFails ? 1 : 0,
            );
        }
      }
    },
  );
});

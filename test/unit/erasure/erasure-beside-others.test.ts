import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoBulkEnrollment } from '../../../lambda/bulk-indexing/adapters/dynamo-bulk-enrollment.ts';
import { mappingOf } from '../../../lambda/enrollment/domain/face-mapping.ts';
import { approval } from '../../../lambda/kernel/decision.ts';
import { createDynamoRegistrationApproval } from '../../../lambda/registration/adapters/dynamo-registration-approval.ts';
import { transition } from '../../../lambda/sessions/domain/session-transition.ts';
import { ANN, anErasedUser } from '../../support/lambda/an-erased-user.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { anImageOf } from '../../support/lambda/in-memory-collections.ts';
import { aGeneration } from '../../support/lambda/in-memory-generations.ts';
import { aSubjectHash } from '../../support/lambda/in-memory-tombstones.ts';
import { scheduled } from '../../support/lambda/scheduled.ts';

let tables: DynamoTables;
beforeAll(async () => {
  tables = await someDynamoTables();
});
afterAll(() => tables.close());

/** Each order takes a tenant of its own. */
const ORDERS = { numRuns: 6 };
const GENERATIONS = { default: [aGeneration()], tenants: {} };

type World = Awaited<ReturnType<typeof anErasedUser>>;

/** The same ports, each call of which begins and ends when the scheduler says so. */
const inTurn = (ports: World['ports'], scheduler: fc.Scheduler): World['ports'] => ({
  ...ports,
  sessions: scheduled(ports.sessions, scheduler),
  transitions: scheduled(ports.transitions, scheduler),
  enrollments: scheduled(ports.enrollments, scheduler),
  mappings: scheduled(ports.mappings, scheduler),
  release: scheduled(ports.release, scheduler),
});

/** Runs work beside the first pass of an erasure in every order, and expects that nothing is left. */
async function expectNothingLeft(
  begin: (world: World) => Promise<(scheduler: fc.Scheduler) => Promise<unknown>>,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const world = await anErasedUser(tables);
      const work = await begin(world);
      world.later(3_600_000);
      const { id } = await world.request();
      const both = Promise.all([
        world.pass(id, inTurn(world.ports, scheduler)),
        work(scheduler).catch(() => 'stopped'),
      ]);
      await scheduler.waitFor(both);
      await world.finish(id);
      expect(await world.leftOf()).toEqual([]);
    }),
    ORDERS,
  );
}

/** Ann is not enrolled yet: another session of hers claims her. */
async function claimAgain(world: World) {
  await world.drop(`${world.tenant}#user#${ANN}`, 'enrollment');
  await world.drop(`${world.tenant}#image#${ANN.padEnd(64, '0')}`, 'enrollment');
}

describe('an erasure beside other work on its user', () => {
  it('leaves nothing of a registration that is approved at the same time', { timeout: 60_000 }, () =>
    expectNothingLeft(async (world) => {
      await claimAgain(world);
      const session = await world.addSession(ANN, { status: 'processing' });
      const { claim, face } = await world.addClaim(session);
      return async (scheduler) => {
        const approvals = createDynamoRegistrationApproval(
          tables.documents,
          tables,
          GENERATIONS,
          aSubjectHash,
        );
        const images = scheduled(world.enrolledImages, scheduler);
        await images.writeJpeg(`${world.tenant}/${face.image_id}.jpg`, anImageOf(ANN));
        const now = world.clock();
        const approved = transition(session, 'approve', { decision: approval('0123456789ab', now) }, now);
        if (!approved) return;
        const mapping = mappingOf({ ...claim, face }, face, world.enrolledImages, now);
        await scheduled(approvals, scheduler).approve({ ...claim, face }, [mapping], approved);
      };
    }),
  );

  it('leaves nothing of a row of an index job that is older', { timeout: 60_000 }, () =>
    expectNothingLeft(async (world) => {
      await claimAgain(world);
      const job = { ...world.ann.session, id: world.newIdentifier('ij') };
      return async (scheduler) => {
        const bulk = createDynamoBulkEnrollment(tables.documents, tables, GENERATIONS, aSubjectHash);
        const { claim, face } = await world.addClaim(job);
        const images = scheduled(world.enrolledImages, scheduler);
        await images.writeJpeg(`${world.tenant}/${face.image_id}.jpg`, anImageOf(ANN));
        const mapping = mappingOf({ ...claim, face }, face, world.enrolledImages, world.clock());
        const result = await scheduled(bulk, scheduler).enroll({ ...claim, face }, [mapping]);
        // as a row that is refused does
        if (result === 'refused') await images.delete(`${world.tenant}/${face.image_id}.jpg`);
      };
    }),
  );

  it(
    'leaves nothing of a session that a person holds, or whose finding resumes it',
    { timeout: 60_000 },
    () =>
      expectNothingLeft(async (world) => {
        const session = await world.addSession(ANN, { status: 'in_review' });
        return async (scheduler) => {
          const transitions = scheduled(world.ports.transitions, scheduler);
          const resumed = transition(session, 'resume', {}, world.clock());
          if (resumed) await transitions.apply(resumed);
        };
      }),
  );
});

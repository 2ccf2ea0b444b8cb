import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseFinding } from '../../../lambda/kernel/case-finding.ts';
import { createIdentifier } from '../../../lambda/kernel/identifier.ts';
import { createDynamoLivenessLabels } from '../../../lambda/review-cases/adapters/dynamo-liveness-labels.ts';
import { createDynamoReviewCaseStore } from '../../../lambda/review-cases/adapters/dynamo-review-case-store.ts';
import { labelOf } from '../../../lambda/review-cases/domain/liveness-label.ts';
import type { ReviewCase } from '../../../lambda/review-cases/domain/review-case.ts';
import { aSampledCase } from '../../support/lambda/a-review-case.ts';
import { minutesAfter } from '../../support/lambda/builders.ts';
import { type DynamoTables, someDynamoTables } from '../../support/lambda/dynamo-tables.ts';
import { unique } from '../../support/lambda/unique.ts';

const MINUTES = [0, 1, 2, 3, 4];
const MINUTE_OF_DECISION = 60;

const decidedAs = (opened: ReviewCase, finding: CaseFinding): ReviewCase => ({
  ...opened,
  status: 'decided',
  revision: opened.revision + 1,
  decision: { finding, decided_at: minutesAfter(MINUTE_OF_DECISION).toISOString() },
});

describe('labels in DynamoDB', () => {
  let tables: DynamoTables;
  const tenant = unique('tenant');
  const ids = MINUTES.map((minute) => createIdentifier('rc', minutesAfter(minute), new Uint8Array(10)));
  const cases = () => createDynamoReviewCaseStore(tables.documents, tables);
  const labels = () => createDynamoLivenessLabels(tables.documents, tables.control);

  const aCase = (minute: number, changes: Partial<ReviewCase> = {}): ReviewCase =>
    aSampledCase({
      tenant,
      id: ids[minute] ?? '',
      session: { id: `vs_${minute}`, run: 1, user_id: 'user-1' },
      opened_at: minutesAfter(minute).toISOString(),
      label_retention_days: 1000,
      ...changes,
    });

  beforeAll(async () => {
    tables = await someDynamoTables();
    for (const minute of MINUTES) {
      await cases().open(aCase(minute));
      await cases().save(aCase(minute), decidedAs(aCase(minute), 'genuine'));
    }
  });
  afterAll(() => tables.close());

  async function found(times: { from?: Date; to?: Date }, limit: number): Promise<number[]> {
    const minutes: number[] = [];
    let afterId: string | undefined;
    do {
      const page = await labels().list(tenant, times, limit, afterId);
      minutes.push(...page.labels.map(({ id }) => ids.indexOf(id)));
      afterId = page.lastId;
    } while (afterId !== undefined);
    return minutes;
  }

  it.each([
    ['all', {}, [4, 3, 2, 1, 0]],
    ['those from a time on', { from: minutesAfter(3) }, [4, 3]],
    ['those before a time', { to: minutesAfter(2) }, [1, 0]],
    ['those between two times', { from: minutesAfter(1), to: minutesAfter(3) }, [2, 1]],
    ['none', { from: minutesAfter(5) }, []],
  ] satisfies [string, object, number[]][])(
    'are listed by the time of their samples, the newest first, in pages of any size: %s',
    async (_which, times, minutes) => {
      for (const limit of [1, 2, 100]) expect(await found(times, limit)).toEqual(minutes);
    },
  );

  it('go on from wherever a cursor points, and are those of one tenant', async () => {
    const times = { from: minutesAfter(1), to: minutesAfter(3) };
    const goingOn = async (id: string) =>
      (await labels().list(tenant, times, 10, id)).labels.map((one) => ids.indexOf(one.id));
    expect(await goingOn(ids[4] ?? '')).toEqual([2, 1]);
    expect(await goingOn(ids[2] ?? '')).toEqual([1]);
    expect(await goingOn(ids[0] ?? '')).toEqual([]);
    expect(await labels().list(`${tenant}x`, {}, 10)).toEqual({ labels: [] });
  });

  it('are stored with the decision, taken back with the reopened case, and outlive the case', async () => {
    const own = unique('tenant');
    const opened = aCase(0, { tenant: own });
    const stored = async () => (await labels().list(own, {}, 10)).labels;
    const expiryOf = async (partition: string) => {
      const Key = { pk: `${own}#${partition}`, sk: opened.id };
      const { Item } = await tables.documents.send(new GetCommand({ TableName: tables.control, Key }));
      return Item?.expires_at_epoch_seconds;
    };
    await cases().open(opened);
    expect(await stored()).toEqual([]);
    const decided = decidedAs(opened, 'spoof');
    await cases().save(opened, decided);
    expect(await stored()).toEqual([labelOf(decided)]);
    const days = (count: number) => minutesAfter(MINUTE_OF_DECISION + count * 24 * 60).getTime() / 1000;
    expect(await expiryOf('review-cases')).toBe(days(400));
    expect(await expiryOf('liveness-labels')).toBe(days(1000));
    const { decision: _ended, ...reopened } = { ...decided, status: 'open' as const, revision: 3 };
    await cases().save(decided, reopened);
    expect(await stored()).toEqual([]);
    await cases().save(reopened, decidedAs(reopened, 'unclear'));
    expect(await stored()).toMatchObject([{ id: opened.id, label: 'unclear' }]);
  });

  it('are not written for a case that somebody has changed meanwhile', async () => {
    const own = unique('tenant');
    const opened = aCase(0, { tenant: own });
    await cases().open(opened);
    expect(await cases().save({ ...opened, revision: 7 }, decidedAs(opened, 'spoof'))).toBe(false);
    expect((await labels().list(own, {}, 10)).labels).toEqual([]);
  });
});

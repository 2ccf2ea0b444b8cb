import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { anyRequest, isAnswered } from '../support/any-request.ts';
import { anEntry, anEventBus, aRule } from './an-event-bus.ts';

const OPERATIONS = ['PutEvents', 'ListRules', 'ListTargetsByRule'];
const MEMBERS = ['Entries', 'Rule', 'EventBusName', 'NamePrefix'];

it('answers any request, or refuses it as AWS would', async () => {
  const bus = await anEventBus([aRule({ EventPattern: { source: ['x'] } })]);
  onTestFinished(() => bus.events.close());
  const values = ['rule', '{}', [anEntry()], [{}], [null], 'null'];
  await fc.assert(
    fc.asyncProperty(anyRequest(OPERATIONS, MEMBERS, values), async ({ operation, input }) => {
      expect(await isAnswered(bus.events, operation, input)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

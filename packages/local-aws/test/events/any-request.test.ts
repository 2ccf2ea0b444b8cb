import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { anyRequest, isAnswered } from '../support/any-request.ts';
import { anEntry, anEventBus, aRule } from './an-event-bus.ts';

const OPERATIONS = [
  'PutEvents',
  'TestEventPattern',
  'ListRules',
  'DescribeRule',
  'ListTargetsByRule',
  'EnableRule',
];
const MEMBERS = ['Entries', 'EventPattern', 'Event', 'Name', 'Rule', 'EventBusName', 'NamePrefix'];

it('answers any request, or refuses it as AWS would', async () => {
  const bus = await anEventBus([aRule({ EventPattern: { source: ['x'] } })]);
  onTestFinished(() => bus.events.close());
  const values = [
    'rule',
    '{}',
    '{"source":[{"prefix":1}]}',
    '{"$or":1}',
    '[]',
    [anEntry()],
    [{}],
    [null],
    'null',
  ];
  await fc.assert(
    fc.asyncProperty(anyRequest(OPERATIONS, MEMBERS, values), async ({ operation, input }) => {
      expect(await isAnswered(bus.events, operation, input)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

it('answers any pattern for any event', async () => {
  const bus = await anEventBus([]);
  onTestFinished(() => bus.events.close());
  const operators = [
    'prefix',
    'suffix',
    'anything-but',
    'numeric',
    'exists',
    'equals-ignore-case',
    'wildcard',
    'cidr',
  ];
  const alternative = fc.oneof(
    fc.dictionary(
      fc.constantFrom(...operators),
      fc.oneof(fc.constantFrom('10.0.0.0/99', [], {}, ['>', 1]), fc.jsonValue()),
    ),
    fc.jsonValue(),
  );
  const pattern = fc.dictionary(
    fc.constantFrom('a', 'b', '$or'),
    fc.oneof(fc.array(alternative), fc.jsonValue()),
  );
  const event = fc.dictionary(
    fc.constantFrom('a', 'b'),
    fc.oneof(fc.constantFrom('10.0.0.1', 1), fc.jsonValue()),
  );
  await fc.assert(
    fc.asyncProperty(pattern, event, async (EventPattern, Event) => {
      const input = { EventPattern: JSON.stringify(EventPattern), Event: JSON.stringify(Event) };
      expect(await isAnswered(bus.events, 'TestEventPattern', input)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
